from sqlalchemy import String, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, CreatedMixin


class Client(CreatedMixin, Base):
    __tablename__ = "clients"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    billing_email: Mapped[str | None] = mapped_column(String(255))


class User(CreatedMixin, Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(server_default=true())
