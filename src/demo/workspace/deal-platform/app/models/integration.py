from datetime import date
from decimal import Decimal

from sqlalchemy import Enum, ForeignKey, Numeric, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, TimestampMixin, new_id


class IntegrationPlan(TimestampMixin, Base):
    __tablename__ = "integration_plans"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), unique=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    day_one: Mapped[date | None]
    summary: Mapped[str | None] = mapped_column(Text)


class IntegrationWorkstream(Base):
    __tablename__ = "integration_workstreams"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("integration_plans.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(150))
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    budget: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    status: Mapped[str] = mapped_column(String(20), server_default="planned")


class IntegrationMilestone(Base):
    __tablename__ = "integration_milestones"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    workstream_id: Mapped[str] = mapped_column(
        ForeignKey("integration_workstreams.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(index=True)
    reached_on: Mapped[date | None]
    critical: Mapped[bool] = mapped_column(server_default=false())


class Synergy(Base):
    __tablename__ = "synergies"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("integration_plans.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(Enum("cost", "revenue", "tax", "financial", name="synergy_kind"))
    title: Mapped[str] = mapped_column(String(200))
    target_amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    run_rate_from: Mapped[date | None]
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class SynergyActual(Base):
    __tablename__ = "synergy_actuals"
    __table_args__ = (UniqueConstraint("synergy_id", "period"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    synergy_id: Mapped[str] = mapped_column(ForeignKey("synergies.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(7))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class EarnOut(TimestampMixin, Base):
    __tablename__ = "earn_outs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), index=True)
    beneficiary_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    maximum: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class EarnOutMetric(Base):
    __tablename__ = "earn_out_metrics"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    earn_out_id: Mapped[str] = mapped_column(ForeignKey("earn_outs.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    threshold: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    target: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    weight: Mapped[Decimal] = mapped_column(Numeric(5, 2), server_default=text("100"))


class EarnOutPayment(Base):
    __tablename__ = "earn_out_payments"
    __table_args__ = (UniqueConstraint("earn_out_id", "period"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    earn_out_id: Mapped[str] = mapped_column(ForeignKey("earn_outs.id", ondelete="CASCADE"), index=True)
    period: Mapped[str] = mapped_column(String(7))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    paid_on: Mapped[date | None]
