import uuid
from datetime import datetime
from typing import Annotated

from sqlalchemy import DateTime, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

uuid_pk = Annotated[uuid.UUID, mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))]
timestamp = Annotated[datetime, mapped_column(DateTime(timezone=True))]


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


class CreatedMixin:
    created_at: Mapped[timestamp] = mapped_column(server_default=func.now())
