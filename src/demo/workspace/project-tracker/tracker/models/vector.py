from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Table, Text, UniqueConstraint, text

from tracker.models.base import Base

vector_sync_status = Table(
    "vector-sync-status",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("source", String(50), nullable=False),
    Column("state", String(20), nullable=False, server_default="pending", index=True),
    Column("chunks", Integer, nullable=False, server_default=text("0")),
    Column("last_synced_at", DateTime(timezone=True)),
    Column("last_error", Text),
    UniqueConstraint("project_id", "source"),
)


class VectorSyncStatus(Base):
    """What of a project the search index knows already."""

    __table__ = vector_sync_status
