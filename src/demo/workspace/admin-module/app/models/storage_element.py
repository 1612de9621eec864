import enum

from sqlalchemy import BigInteger, CheckConstraint, Enum, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, TimestampMixin


class StorageType(enum.Enum):
    LOCAL = "LOCAL"
    S3 = "S3"


class StorageStatus(enum.Enum):
    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"
    DEGRADED = "DEGRADED"
    MAINTENANCE = "MAINTENANCE"


class StorageElement(TimestampMixin, Base):
    """A storage element as the admin module knows it; the element itself keeps its files in its own database."""

    __tablename__ = "storage_elements"
    __table_args__ = (CheckConstraint("used_bytes <= capacity_bytes", name="used_within_capacity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    api_url: Mapped[str] = mapped_column(String(500))
    storage_type: Mapped[StorageType] = mapped_column(Enum(StorageType, name="storage_type_enum"))
    status: Mapped[StorageStatus] = mapped_column(
        Enum(StorageStatus, name="storage_status_enum"), server_default="OFFLINE", index=True
    )
    capacity_bytes: Mapped[int] = mapped_column(BigInteger)
    used_bytes: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
