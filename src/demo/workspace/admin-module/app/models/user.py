import enum
import uuid
from datetime import datetime

from sqlalchemy import DateTime, Enum, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, TimestampMixin


class UserStatus(enum.Enum):
    ACTIVE = "ACTIVE"
    LOCKED = "LOCKED"
    DELETED = "DELETED"


class UserRole(enum.Enum):
    SUPER_ADMIN = "SUPER_ADMIN"
    ADMIN = "ADMIN"
    READONLY = "READONLY"


class User(TimestampMixin, Base):
    __tablename__ = "users"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    username: Mapped[str] = mapped_column(String(100), unique=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[UserRole] = mapped_column(Enum(UserRole, name="user_role_enum"))
    status: Mapped[UserStatus] = mapped_column(Enum(UserStatus, name="user_status_enum"), server_default="ACTIVE")
    is_system: Mapped[bool] = mapped_column(server_default=false())
    last_login_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
