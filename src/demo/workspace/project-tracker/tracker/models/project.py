from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, CreatedMixin


class Project(Base):
    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("status IN ('planned', 'active', 'paused', 'done')", name="projects_status_check"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20), server_default="planned")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())

    description: Mapped[str | None] = mapped_column(Text)
    start_date: Mapped[date | None]
    launch_date: Mapped[date | None]

    total_hours: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    cumulative_hours: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    project_work_type: Mapped[str | None] = mapped_column(String(50))
    retainer_hours: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))

    weekly_meeting_day: Mapped[str | None] = mapped_column(Text)
    send_meeting_emails: Mapped[bool | None]


class Task(CreatedMixin, Base):
    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]


class Milestone(CreatedMixin, Base):
    __tablename__ = "milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    reached_on: Mapped[date | None]
