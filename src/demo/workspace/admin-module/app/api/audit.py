from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.models import AuditLog, User


async def record(
    session: AsyncSession, user: User, action: str, resource: tuple[str, str], details: dict[str, Any] | None = None
) -> None:
    """Adds an entry for what `user` did; the caller commits."""
    resource_type, resource_id = resource
    session.add(
        AuditLog(
            user_id=user.id,
            action=action,
            resource_type=resource_type,
            resource_id=resource_id,
            details=details,
        )
    )
