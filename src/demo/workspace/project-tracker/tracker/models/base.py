from datetime import datetime

from sqlalchemy import DateTime, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


class CreatedMixin:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=10)
