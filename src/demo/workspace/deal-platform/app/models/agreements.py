from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedMixin, TimestampMixin, new_id


class ClauseLibrary(TimestampMixin, Base):
    __tablename__ = "clause_library"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    jurisdiction: Mapped[str | None] = mapped_column(String(80))
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Agreement(TimestampMixin, Base):
    __tablename__ = "agreements"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(250))
    kind: Mapped[str] = mapped_column(
        Enum("spa", "apa", "sha", "merger", "escrow", "transition", name="agreement_kind")
    )
    status: Mapped[str] = mapped_column(String(20), index=True, server_default="drafting")
    governing_law: Mapped[str | None] = mapped_column(String(80))
    effective_on: Mapped[date | None]
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)


class AgreementVersion(CreatedMixin, Base):
    __tablename__ = "agreement_versions"
    __table_args__ = (UniqueConstraint("agreement_id", "version"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"))
    version: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(400))
    uploaded_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    comment: Mapped[str | None] = mapped_column(Text)


class AgreementPartie(Base):
    __tablename__ = "agreement_parties"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id", ondelete="SET NULL"))
    capacity: Mapped[str] = mapped_column(String(60))
    signatory_contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))


class AgreementClause(Base):
    __tablename__ = "agreement_clauses"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    library_id: Mapped[str | None] = mapped_column(ForeignKey("clause_library.id", ondelete="SET NULL"))
    heading: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class Representation(Base):
    __tablename__ = "representations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    cap: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    survival_months: Mapped[int | None] = mapped_column(SmallInteger)


class WarrantyClaim(Base):
    __tablename__ = "warranty_claims"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    representation_id: Mapped[str] = mapped_column(
        ForeignKey("representations.id", ondelete="CASCADE"), index=True
    )
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    notified_on: Mapped[date]
    settled_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20), server_default="open")


class DisclosureSchedule(Base):
    __tablename__ = "disclosure_schedules"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("data_room_documents.id", ondelete="SET NULL"))


class SignatureRequest(Base):
    __tablename__ = "signature_requests"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(40), server_default="internal")
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    sent_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class Signature(Base):
    __tablename__ = "signatures"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(
        ForeignKey("signature_requests.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    signer_name: Mapped[str] = mapped_column(String(200))
    signer_email: Mapped[str] = mapped_column(String(255))
    signed_at: Mapped[datetime | None]
    certificate: Mapped[bytes | None]


class ClosingCondition(Base):
    __tablename__ = "closing_conditions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    description: Mapped[str] = mapped_column(Text)
    responsible_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    due_on: Mapped[date | None]
    fulfilled_on: Mapped[date | None]
    waived: Mapped[bool] = mapped_column(server_default=false())


class ClosingChecklist(TimestampMixin, Base):
    __tablename__ = "closing_checklists"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), unique=True)
    closing_date: Mapped[date | None]
    prepared_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class ClosingChecklistItem(Base):
    __tablename__ = "closing_checklist_items"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    checklist_id: Mapped[str] = mapped_column(
        ForeignKey("closing_checklists.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column(String(300))
    responsible_id: Mapped[str | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    done_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(server_default=text("0"))


class EscrowAccount(Base):
    __tablename__ = "escrow_accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    agent: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    release_on: Mapped[date | None]
    iban: Mapped[str | None] = mapped_column(String(34))


class EscrowRelease(Base):
    __tablename__ = "escrow_releases"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_is_positive"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("escrow_accounts.id", ondelete="CASCADE"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    released_on: Mapped[date]
