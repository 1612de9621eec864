import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, SmallInteger, String, false, func
from sqlalchemy.orm import Mapped, mapped_column

from credentialing.models.base import Base, CreatedMixin, uuid_pk


class PaymentMethod(CreatedMixin, Base):
    __tablename__ = "payment_methods"

    id: Mapped[uuid_pk]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    processor_id: Mapped[str] = mapped_column(String(100), unique=True, index=True)
    brand: Mapped[str] = mapped_column(String(20))
    last_four: Mapped[str] = mapped_column(String(4))
    expires_month: Mapped[int] = mapped_column(SmallInteger)
    expires_year: Mapped[int] = mapped_column(SmallInteger)
    is_default: Mapped[bool] = mapped_column(server_default=false())
    billing_email: Mapped[str | None] = mapped_column(String(255))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
