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


class DdWorkstream(TimestampMixin, Base):
    __tablename__ = "dd_workstreams"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(
        Enum("financial", "legal", "tax", "commercial", "it", "hr", "environmental", name="dd_kind")
    )
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class DdWorkstreamMember(Base):
    __tablename__ = "dd_workstream_members"

    workstream_id: Mapped[str] = mapped_column(
        ForeignKey("dd_workstreams.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True, primary_key=True
    )
    external: Mapped[bool] = mapped_column(server_default=false())


class DdRequest(TimestampMixin, Base):
    __tablename__ = "dd_requests"
    __table_args__ = (UniqueConstraint("workstream_id", "number"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    workstream_id: Mapped[str] = mapped_column(
        ForeignKey("dd_workstreams.id", ondelete="CASCADE"), index=True
    )
    requested_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]


class DdRequestItem(Base):
    __tablename__ = "dd_request_items"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(ForeignKey("dd_requests.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[str | None] = mapped_column(
        ForeignKey("data_room_documents.id", ondelete="SET NULL"), index=True
    )
    description: Mapped[str] = mapped_column(Text)
    provided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    provided_at: Mapped[datetime | None]


class DdFinding(TimestampMixin, Base):
    __tablename__ = "dd_findings"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    workstream_id: Mapped[str] = mapped_column(
        ForeignKey("dd_workstreams.id", ondelete="CASCADE"), index=True
    )
    reported_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str | None] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(
        Enum("info", "minor", "major", "deal_breaker", name="finding_severity"), server_default="minor"
    )
    quantified_impact: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    resolved_at: Mapped[datetime | None]


class DdFindingComment(CreatedMixin, Base):
    __tablename__ = "dd_finding_comments"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("dd_findings.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    body: Mapped[str] = mapped_column(Text)


class DdReport(TimestampMixin, Base):
    __tablename__ = "dd_reports"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    storage_key: Mapped[str | None] = mapped_column(String(400))
    finalized_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    finalized_at: Mapped[datetime | None]


class DdReportSection(Base):
    __tablename__ = "dd_report_sections"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    report_id: Mapped[str] = mapped_column(ForeignKey("dd_reports.id", ondelete="CASCADE"), index=True)
    heading: Mapped[str] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class RiskRegister(TimestampMixin, Base):
    __tablename__ = "risk_registers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), unique=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reviewed_on: Mapped[date | None]


class RiskItem(TimestampMixin, Base):
    __tablename__ = "risk_items"
    __table_args__ = (
        CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name="likelihood_and_impact"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    register_id: Mapped[str] = mapped_column(ForeignKey("risk_registers.id", ondelete="CASCADE"), index=True)
    finding_id: Mapped[str | None] = mapped_column(ForeignKey("dd_findings.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(300))
    likelihood: Mapped[int] = mapped_column(SmallInteger)
    impact: Mapped[int] = mapped_column(SmallInteger)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(20), server_default="open")


class RiskMitigation(Base):
    __tablename__ = "risk_mitigations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    risk_item_id: Mapped[str] = mapped_column(ForeignKey("risk_items.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(Text)
    responsible_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
