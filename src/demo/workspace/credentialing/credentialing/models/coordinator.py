import enum
import uuid
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from credentialing.models.base import Base, CreatedMixin, uuid_pk


class CoordinatorActionType(enum.Enum):
    NOTE_ADDED = "note_added"
    DOCUMENT_REQUESTED = "document_requested"
    DOCUMENT_APPROVED = "document_approved"
    STAGE_CHANGED = "stage_changed"


class CoordinatorAction(CreatedMixin, Base):
    __tablename__ = "coordinator_actions"

    id: Mapped[uuid_pk]
    provider_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), index=True)
    coordinator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    action_type: Mapped[CoordinatorActionType] = mapped_column(
        Enum(
            CoordinatorActionType,
            name="coordinator_action_type",
            values_callable=lambda members: [member.value for member in members],
        )
    )
    comment: Mapped[str | None] = mapped_column(Text)


class CoordinatorNotificationPreferences(CreatedMixin, Base):
    __tablename__ = "coordinator_notification_preferences"
    __table_args__ = (
        UniqueConstraint("coordinator_id", "organization_id", name="uq_notification_coordinator_organization"),
    )

    id: Mapped[uuid_pk]
    coordinator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    channels: Mapped[dict[str, Any]] = mapped_column(JSON, server_default=text("""'{"email": true, "sms": false}'"""))
    quiet_hours: Mapped[dict[str, Any]] = mapped_column(JSON, server_default=text("'{}'"))
