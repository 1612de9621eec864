import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from credentialing.models.base import Base, CreatedMixin, timestamp, uuid_pk


class Provider(CreatedMixin, Base):
    __tablename__ = "providers"
    __table_args__ = (Index("ix_providers_lower_last_name", text("lower(last_name)")),)

    id: Mapped[uuid_pk]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    npi: Mapped[str] = mapped_column(String(10), unique=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(255))

    dea_number: Mapped[str | None] = mapped_column(String(20))
    dea_expires_on: Mapped[date | None]
    caqh_id: Mapped[str | None] = mapped_column(String(20))
    caqh_attested_at: Mapped[timestamp | None]
    medicare_number: Mapped[str | None] = mapped_column(String(20))
    medicaid_number: Mapped[str | None] = mapped_column(String(20))
    taxonomy_code: Mapped[str | None] = mapped_column(String(10))
    board_certified: Mapped[bool | None]
    board_name: Mapped[str | None] = mapped_column(String(200))
    board_expires_on: Mapped[date | None]
    malpractice_carrier: Mapped[str | None] = mapped_column(String(200))
    malpractice_policy_number: Mapped[str | None] = mapped_column(String(50))
    malpractice_coverage_cents: Mapped[int | None]
    malpractice_expires_on: Mapped[date | None]
    practice_name: Mapped[str | None] = mapped_column(String(200))
    practice_street: Mapped[str | None] = mapped_column(String(200))
    practice_city: Mapped[str | None] = mapped_column(String(100))
    practice_state: Mapped[str | None] = mapped_column(String(2))
    practice_zip: Mapped[str | None] = mapped_column(String(10))
    practice_phone: Mapped[str | None] = mapped_column(String(20))

    licenses: Mapped[list["License"]] = relationship(back_populates="provider")


class License(CreatedMixin, Base):
    __tablename__ = "licenses"
    __table_args__ = (
        Index(
            "uq_licenses_active_state_number",
            "state",
            "license_number",
            unique=True,
            postgresql_where=text("revoked_on IS NULL"),
        ),
    )

    id: Mapped[uuid_pk]
    provider_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(2))
    license_number: Mapped[str] = mapped_column(String(50))
    expires_on: Mapped[date]
    revoked_on: Mapped[date | None]
    compact_member: Mapped[bool | None]
    verification_url: Mapped[str | None] = mapped_column(Text)

    provider: Mapped[Provider] = relationship(back_populates="licenses")
