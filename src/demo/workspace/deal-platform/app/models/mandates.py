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
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, TimestampMixin, new_id


class Mandate(TimestampMixin, Base):
    __tablename__ = "mandates"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    client_company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id", ondelete="SET NULL"))
    deal_id: Mapped[str | None] = mapped_column(ForeignKey("deals.id", ondelete="SET NULL"), index=True)
    lead_partner_id: Mapped[str | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(
        Enum("sell_side", "buy_side", "fundraising", "valuation", name="mandate_kind")
    )
    signed_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    exclusive: Mapped[bool] = mapped_column(server_default=true())


class MandateFee(Base):
    __tablename__ = "mandate_fees"
    __table_args__ = (
        CheckConstraint("amount IS NOT NULL OR percentage IS NOT NULL", name="amount_or_percentage"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    mandate_id: Mapped[str] = mapped_column(ForeignKey("mandates.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    percentage: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    minimum: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    due_on: Mapped[date | None]


class BuyerList(TimestampMixin, Base):
    __tablename__ = "buyer_lists"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    mandate_id: Mapped[str] = mapped_column(ForeignKey("mandates.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(150))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class BuyerListEntry(Base):
    __tablename__ = "buyer_list_entries"
    __table_args__ = (UniqueConstraint("buyer_list_id", "company_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    buyer_list_id: Mapped[str] = mapped_column(ForeignKey("buyer_lists.id", ondelete="CASCADE"))
    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"), index=True)
    tier: Mapped[int] = mapped_column(SmallInteger, server_default=text("2"))
    rationale: Mapped[str | None] = mapped_column(Text)
    excluded: Mapped[bool] = mapped_column(server_default=false())


class BuyerOutreach(Base):
    __tablename__ = "buyer_outreach"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("buyer_list_entries.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    sent_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(20), server_default="email")
    outcome: Mapped[str | None] = mapped_column(String(40))
    contacted_at: Mapped[datetime]


class Teaser(TimestampMixin, Base):
    __tablename__ = "teasers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    mandate_id: Mapped[str] = mapped_column(ForeignKey("mandates.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    code_name: Mapped[str | None] = mapped_column(String(80))
    storage_key: Mapped[str | None] = mapped_column(String(300))
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]


class TeaserRecipient(Base):
    __tablename__ = "teaser_recipients"
    __table_args__ = (UniqueConstraint("teaser_id", "contact_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    teaser_id: Mapped[str] = mapped_column(ForeignKey("teasers.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
