from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, CreatedMixin


class TimeEntry(CreatedMixin, Base):
    __tablename__ = "time_entries"
    __table_args__ = (CheckConstraint("hours > 0", name="time_entries_hours_check"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    worked_on: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    note: Mapped[str | None] = mapped_column(Text)
    billable: Mapped[bool] = mapped_column(server_default=true())


class RetainerPeriod(CreatedMixin, Base):
    __tablename__ = "retainer_periods"
    __table_args__ = (UniqueConstraint("project_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    hours_included: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    hours_used: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default="0")
