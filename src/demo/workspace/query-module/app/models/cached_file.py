import uuid
from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Index, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class CachedFile(Base):
    """What a storage element said about a file, kept here so that a search asks nobody."""

    __tablename__ = "query_file_cache"
    __table_args__ = (
        Index("ix_query_file_cache_search_vector", "search_vector", postgresql_using="gin"),
        Index("ix_query_file_cache_lower_filename", text("lower(filename)")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(500))
    content_type: Mapped[str] = mapped_column(String(255))
    file_size: Mapped[int] = mapped_column(BigInteger)
    tags: Mapped[list[str]] = mapped_column(ARRAY(String(50)))
    search_vector: Mapped[str | None] = mapped_column(TSVECTOR)
    cached_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
