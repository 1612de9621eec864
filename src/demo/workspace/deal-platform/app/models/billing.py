from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Integer,
    Numeric,
    String,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import relationship

from app.models.base import Base, TimestampMixin, new_id


class Plan(Base):
    __tablename__ = "plans"

    id = Column(String(36), primary_key=True, default=new_id)
    code = Column(String(40), unique=True, nullable=False)
    name = Column(String(100), nullable=False)
    monthly_cents = Column(Integer, nullable=False)
    seats_included = Column(Integer, nullable=False, server_default=text("5"))
    features = Column(JSONB, nullable=False, server_default=text("'{}'::jsonb"))
    retired_at = Column(DateTime(timezone=True))


class Subscription(TimestampMixin, Base):
    __tablename__ = "subscriptions"

    id = Column(String(36), primary_key=True, default=new_id)
    organization_id = Column(
        String(36), ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False, unique=True
    )
    plan_id = Column(String(36), ForeignKey("plans.id"), nullable=False)
    status = Column(
        Enum("trialing", "active", "past_due", "canceled", name="subscription_status"),
        nullable=False,
        server_default="trialing",
    )
    started_on = Column(Date, nullable=False)
    ends_on = Column(Date)
    external_id = Column(String(100), unique=True)

    plan = relationship("Plan")
    items = relationship("SubscriptionItem", back_populates="subscription", cascade="all, delete-orphan")


class SubscriptionItem(Base):
    __tablename__ = "subscription_items"

    id = Column(String(36), primary_key=True, default=new_id)
    subscription_id = Column(ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False, index=True)
    description = Column(String(200), nullable=False)
    quantity = Column(Integer, nullable=False, server_default=text("1"))
    unit_cents = Column(Integer, nullable=False)

    subscription = relationship("Subscription", back_populates="items")


class Invoice(TimestampMixin, Base):
    __tablename__ = "invoices"

    id = Column(String(36), primary_key=True, default=new_id)
    organization_id = Column(String(36), ForeignKey("organizations.id"), nullable=False, index=True)
    subscription_id = Column(ForeignKey("subscriptions.id", ondelete="SET NULL"))
    number = Column(String(40), unique=True, nullable=False)
    issued_on = Column(Date, nullable=False)
    due_on = Column(Date, nullable=False)
    total_cents = Column(BigInteger, nullable=False)
    tax_cents = Column(BigInteger, nullable=False, server_default=text("0"))
    paid_at = Column(DateTime(timezone=True))

    lines = relationship("InvoiceLine", cascade="all, delete-orphan")


class InvoiceLine(Base):
    __tablename__ = "invoice_lines"

    id = Column(String(36), primary_key=True, default=new_id)
    invoice_id = Column(ForeignKey(Invoice.id, ondelete="CASCADE"), nullable=False, index=True)
    description = Column(String(300), nullable=False)
    quantity = Column(Numeric(12, 3), nullable=False, server_default=text("1"))
    unit_cents = Column(BigInteger, nullable=False)
    tax_rate = Column(Numeric(5, 2), nullable=False, server_default=text("0"))


class Payment(Base):
    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("amount_cents > 0", name="amount_is_positive"),)

    id = Column(String(36), primary_key=True, default=new_id)
    invoice_id = Column(ForeignKey(Invoice.id), nullable=False, index=True)
    amount_cents = Column(BigInteger, nullable=False)
    method = Column(String(30), nullable=False)
    reference = Column(String(120))
    received_at = Column(DateTime(timezone=True), nullable=False)


class PaymentMethod(Base):
    __tablename__ = "payment_methods"

    id = Column(String(36), primary_key=True, default=new_id)
    organization_id = Column(
        String(36), ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False, index=True
    )
    kind = Column(String(20), nullable=False)
    last_four = Column(String(4))
    expires_on = Column(Date)
    is_default = Column(Boolean, nullable=False, server_default=false())
    added_by = Column(String(36), ForeignKey("users.id", ondelete="SET NULL"))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class UsageRecord(Base):
    __tablename__ = "usage_records"
    __table_args__ = (UniqueConstraint("organization_id", "metric", "recorded_on"),)

    id = Column(BigInteger, primary_key=True)
    organization_id = Column(
        String(36), ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False
    )
    metric = Column(String(60), nullable=False)
    quantity = Column(BigInteger, nullable=False)
    recorded_on = Column(Date, nullable=False)
