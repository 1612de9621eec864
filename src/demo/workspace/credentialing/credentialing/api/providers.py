import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from credentialing.models import Provider, ProviderCredential


def update_identifiers(session: Session, provider_id: uuid.UUID, dea_number: str, caqh_id: str) -> Provider:
    """Stores what a provider is known by elsewhere; the caller commits."""
    provider = session.get_one(Provider, provider_id)
    provider.dea_number = dea_number
    provider.caqh_id = caqh_id
    return provider


def unverified_credentials(session: Session, provider_id: uuid.UUID) -> list[ProviderCredential]:
    return list(
        session.scalars(
            select(ProviderCredential).where(
                ProviderCredential.provider_id == provider_id, ProviderCredential.verified_at.is_(None)
            )
        )
    )
