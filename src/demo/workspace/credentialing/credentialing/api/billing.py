import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from credentialing.models import PaymentMethod


def default_method(session: Session, organization_id: uuid.UUID) -> PaymentMethod | None:
    return session.scalar(
        select(PaymentMethod).where(PaymentMethod.organization_id == organization_id, PaymentMethod.is_default)
    )


def make_default(session: Session, method: PaymentMethod) -> None:
    """Of an organization's payment methods only one is the default; the caller commits."""
    session.execute(
        update(PaymentMethod).where(PaymentMethod.organization_id == method.organization_id).values(is_default=False)
    )
    method.is_default = True
