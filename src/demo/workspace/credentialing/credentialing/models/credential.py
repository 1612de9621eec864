import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, func, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from credentialing.models.base import Base, timestamp, uuid_pk


class ProviderCredential(Base):
    __tablename__ = "provider_credentials"
    __table_args__ = (
        Index("ix_provider_credentials_lower_number", text("lower(credential_number)")),
        Index(
            "ix_provider_credentials_unverified",
            "expires_on",
            postgresql_where=text("verified_at IS NULL"),
        ),
    )

    id: Mapped[uuid_pk]
    provider_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), index=True)
    license_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("licenses.id", ondelete="SET NULL"), index=True)
    credential_type: Mapped[str] = mapped_column(String(50))
    credential_number: Mapped[str] = mapped_column(String(100))
    issued_by: Mapped[str | None] = mapped_column(String(200))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    verified_at: Mapped[timestamp | None]
    verified_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    notes: Mapped[str | None] = deferred(mapped_column(Text))
    created_at: Mapped[timestamp] = mapped_column(server_default=func.now())
