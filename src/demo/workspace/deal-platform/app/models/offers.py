from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Enum,
    ForeignKey,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedMixin, TimestampMixin, new_id


class BidRound(Base):
    __tablename__ = "bid_rounds"
    __table_args__ = (UniqueConstraint("deal_id", "number"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    deadline: Mapped[datetime | None]
    instructions: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None]


class BidRoundParticipant(Base):
    __tablename__ = "bid_round_participants"

    bid_round_id: Mapped[str] = mapped_column(
        ForeignKey("bid_rounds.id", ondelete="CASCADE"), primary_key=True
    )
    company_id: Mapped[str] = mapped_column(
        ForeignKey("companies.id", ondelete="CASCADE"), index=True, primary_key=True
    )
    invited_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


class Offer(TimestampMixin, Base):
    __tablename__ = "offers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    bid_round_id: Mapped[str | None] = mapped_column(
        ForeignKey("bid_rounds.id", ondelete="SET NULL"), index=True
    )
    bidder_company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id", ondelete="SET NULL"))
    submitted_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(
        Enum("draft", "submitted", "shortlisted", "rejected", "accepted", "withdrawn", name="offer_status"),
        server_default="draft",
    )
    headline_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    valid_until: Mapped[date | None]


class OfferTerm(Base):
    __tablename__ = "offer_terms"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    offer_id: Mapped[str] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    value: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class OfferCondition(Base):
    __tablename__ = "offer_conditions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    offer_id: Mapped[str] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    description: Mapped[str] = mapped_column(Text)
    precedent: Mapped[bool] = mapped_column(server_default=true())
    waived_at: Mapped[datetime | None]
    waived_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class CounterOffer(CreatedMixin, Base):
    __tablename__ = "counter_offers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    offer_id: Mapped[str] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    price: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    message: Mapped[str | None] = mapped_column(Text)


class LetterOfIntent(TimestampMixin, Base):
    __tablename__ = "letters_of_intent"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[str | None] = mapped_column(ForeignKey("offers.id", ondelete="SET NULL"))
    signed_on: Mapped[date | None]
    exclusivity_days: Mapped[int | None] = mapped_column(SmallInteger)
    binding_clauses: Mapped[list[str] | None] = mapped_column(ARRAY(String(100)))
    storage_key: Mapped[str | None] = mapped_column(String(400))


class ExclusivityPeriod(Base):
    __tablename__ = "exclusivity_periods"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="ends_after_start"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letters_of_intent.id", ondelete="SET NULL"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    extended_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class TermSheet(TimestampMixin, Base):
    __tablename__ = "term_sheets"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    prepared_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    agreed_at: Mapped[datetime | None]


class TermSheetClause(Base):
    __tablename__ = "term_sheet_clauses"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    term_sheet_id: Mapped[str] = mapped_column(ForeignKey("term_sheets.id", ondelete="CASCADE"), index=True)
    heading: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    negotiable: Mapped[bool] = mapped_column(server_default=true())
    position: Mapped[int] = mapped_column(server_default=text("0"))
