import uuid
from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class DownloadStatistics(Base):
    __tablename__ = "query_download_statistics"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("query_file_cache.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[uuid.UUID | None]
    bytes_sent: Mapped[int] = mapped_column(BigInteger)
    downloaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
