import enum
import uuid
from datetime import datetime

from sqlalchemy import DateTime, Enum, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, TimestampMixin


class ServiceAccountStatus(enum.Enum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    DELETED = "DELETED"


class ServiceAccountRole(enum.Enum):
    ADMIN = "ADMIN"
    USER = "USER"
    AUDITOR = "AUDITOR"
    READONLY = "READONLY"


class ServiceAccount(TimestampMixin, Base):
    __tablename__ = "service_accounts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    name: Mapped[str] = mapped_column(String(200), unique=True)
    client_id: Mapped[str] = mapped_column(String(255), unique=True)
    client_secret_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[ServiceAccountRole] = mapped_column(Enum(ServiceAccountRole, name="service_account_role_enum"))
    status: Mapped[ServiceAccountStatus] = mapped_column(
        Enum(ServiceAccountStatus, name="service_account_status_enum"), server_default="ACTIVE"
    )
    rate_limit: Mapped[int] = mapped_column(Integer, server_default=text("100"))
    secret_expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
