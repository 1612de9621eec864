import uuid
from datetime import datetime

from sqlalchemy import DateTime, String, func
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from app.db.base import Base


class SearchHistory(MappedAsDataclass, Base):
    __tablename__ = "query_search_history"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    user_id: Mapped[uuid.UUID] = mapped_column(index=True)
    query_text: Mapped[str] = mapped_column(String(500))
    results: Mapped[int]
    duration_ms: Mapped[int]
    searched_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), init=False
    )
