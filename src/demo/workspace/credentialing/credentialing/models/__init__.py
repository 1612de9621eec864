from credentialing.models.base import Base
from credentialing.models.billing import PaymentMethod
from credentialing.models.coordinator import CoordinatorAction, CoordinatorNotificationPreferences
from credentialing.models.credential import ProviderCredential
from credentialing.models.organization import Organization, User
from credentialing.models.provider import License, Provider

__all__ = [
    "Base",
    "CoordinatorAction",
    "CoordinatorNotificationPreferences",
    "License",
    "Organization",
    "PaymentMethod",
    "Provider",
    "ProviderCredential",
    "User",
]
