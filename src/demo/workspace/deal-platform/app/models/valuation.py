from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Enum,
    ForeignKey,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, TimestampMixin, new_id


class Valuation(TimestampMixin, Base):
    __tablename__ = "valuations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    company_id: Mapped[str | None] = mapped_column(
        ForeignKey("companies.id", ondelete="SET NULL"), index=True
    )
    prepared_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    method: Mapped[str] = mapped_column(
        Enum("dcf", "multiples", "precedents", "lbo", "net_assets", name="valuation_method")
    )
    valuation_date: Mapped[date]
    enterprise_value: Mapped[Decimal | None] = mapped_column(Numeric(20, 4))
    equity_value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    approved: Mapped[bool] = mapped_column(server_default=false())
    notes: Mapped[str | None] = mapped_column(Text)


class ValuationSnapshot(Base):
    __tablename__ = "valuation_snapshots"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    valuation_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("valuations.id", ondelete="CASCADE"), index=True
    )
    taken_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("users.id", ondelete="SET NULL"))
    label: Mapped[str] = mapped_column(String(120))
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    taken_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ValuationScenario(Base):
    __tablename__ = "valuation_scenarios"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    probability: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    is_base: Mapped[bool] = mapped_column(server_default=false())


class ValuationAdjustment(Base):
    __tablename__ = "valuation_adjustments"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuations.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    kind: Mapped[str] = mapped_column(String(30), server_default="normalization")


class DcfModel(Base):
    __tablename__ = "dcf_models"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    scenario_id: Mapped[str] = mapped_column(
        ForeignKey("valuation_scenarios.id", ondelete="CASCADE"), unique=True
    )
    terminal_growth: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    wacc: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    tax_rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    mid_year: Mapped[bool] = mapped_column(server_default=true())


class DcfPeriod(Base):
    __tablename__ = "dcf_periods"
    __table_args__ = (UniqueConstraint("model_id", "year"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    model_id: Mapped[str] = mapped_column(ForeignKey("dcf_models.id", ondelete="CASCADE"))
    year: Mapped[int] = mapped_column(SmallInteger)
    revenue: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    ebitda: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    capex: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    change_in_nwc: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    free_cash_flow: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))


class DcfAssumption(Base):
    __tablename__ = "dcf_assumptions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    model_id: Mapped[str] = mapped_column(ForeignKey("dcf_models.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    value: Mapped[float]
    unit: Mapped[str | None] = mapped_column(String(20))
    comment: Mapped[str | None] = mapped_column(Text)


class WaccInput(Base):
    __tablename__ = "wacc_inputs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    model_id: Mapped[str] = mapped_column(ForeignKey("dcf_models.id", ondelete="CASCADE"), unique=True)
    risk_free_rate: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    equity_premium: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    beta: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    cost_of_debt: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    debt_ratio: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))


class SensitivityTable(Base):
    __tablename__ = "sensitivity_tables"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuations.id", ondelete="CASCADE"), index=True)
    row_variable: Mapped[str] = mapped_column(String(60))
    column_variable: Mapped[str] = mapped_column(String(60))
    grid: Mapped[dict[str, Any]] = mapped_column(JSONB)


class LboModel(Base):
    __tablename__ = "lbo_models"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    scenario_id: Mapped[str] = mapped_column(
        ForeignKey("valuation_scenarios.id", ondelete="CASCADE"), unique=True
    )
    entry_multiple: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    exit_multiple: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    exit_year: Mapped[int | None] = mapped_column(SmallInteger)
    target_irr: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))


class LboTranche(Base):
    __tablename__ = "lbo_tranches"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    model_id: Mapped[str] = mapped_column(ForeignKey("lbo_models.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    interest_rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    tenor_years: Mapped[int | None] = mapped_column(SmallInteger)
    subordinated: Mapped[bool] = mapped_column(server_default=false())


class ComparableSet(TimestampMixin, Base):
    __tablename__ = "comparable_sets"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(150))
    industry_id: Mapped[str | None] = mapped_column(ForeignKey("industries.id", ondelete="SET NULL"))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class ComparableCompany(Base):
    __tablename__ = "comparable_companies"
    __table_args__ = (UniqueConstraint("set_id", "company_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    set_id: Mapped[str] = mapped_column(ForeignKey("comparable_sets.id", ondelete="CASCADE"))
    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"), index=True)
    weight: Mapped[Decimal] = mapped_column(Numeric(5, 2), server_default=text("1"))


class ComparableMetric(Base):
    __tablename__ = "comparable_metrics"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    comparable_id: Mapped[str] = mapped_column(
        ForeignKey("comparable_companies.id", ondelete="CASCADE"), index=True
    )
    metric: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(10))
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))


class PrecedentTransaction(Base):
    __tablename__ = "precedent_transactions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    target_name: Mapped[str] = mapped_column(String(250))
    acquirer_name: Mapped[str] = mapped_column(String(250))
    announced_on: Mapped[date] = mapped_column(index=True)
    deal_value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    stake: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    source_url: Mapped[str | None] = mapped_column(String(500))


class PrecedentMultiple(Base):
    __tablename__ = "precedent_multiples"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    transaction_id: Mapped[str] = mapped_column(
        ForeignKey("precedent_transactions.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(30))
    value: Mapped[Decimal] = mapped_column(Numeric(10, 2))
