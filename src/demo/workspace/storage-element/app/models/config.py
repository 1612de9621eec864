import enum

from sqlalchemy import CheckConstraint, Enum, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, TimestampMixin


class StorageMode(enum.Enum):
    EDIT = "EDIT"
    RW = "RW"
    RO = "RO"
    AR = "AR"


class StorageConfig(TimestampMixin, Base):
    """The one row that says in which mode this element runs."""

    __tablename__ = "storage_elem_01_config"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    mode: Mapped[StorageMode] = mapped_column(Enum(StorageMode, name="storage_mode_enum"), server_default="EDIT")
    retention_days: Mapped[int] = mapped_column(Integer, server_default=text("365"))
