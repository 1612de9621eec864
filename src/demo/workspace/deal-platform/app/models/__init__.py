"""All models, so that `Base.metadata` knows every table."""

from app.models import (
    access,
    accounts,
    agreements,
    billing,
    communication,
    companies,
    deals,
    diligence,
    integration,
    mandates,
    ndas,
    offers,
    pipelines,
    platform,
    reporting,
    rooms,
    valuation,
)
from app.models.base import Base

__all__ = [
    "Base",
    "access",
    "accounts",
    "agreements",
    "billing",
    "communication",
    "companies",
    "deals",
    "diligence",
    "integration",
    "mandates",
    "ndas",
    "offers",
    "pipelines",
    "platform",
    "reporting",
    "rooms",
    "valuation",
]
