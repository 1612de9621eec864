from sqlalchemy import select
from sqlalchemy.orm import Session

from credentialing.models import CoordinatorAction, CoordinatorNotificationPreferences
from credentialing.models.coordinator import CoordinatorActionType

ANNOUNCED = {CoordinatorActionType.DOCUMENT_APPROVED, CoordinatorActionType.STAGE_CHANGED}


def channels_for(session: Session, action: CoordinatorAction) -> list[str]:
    """The channels on which the coordinator wants to hear of an action."""
    if action.action_type not in ANNOUNCED:
        return []
    preferences = session.scalar(
        select(CoordinatorNotificationPreferences).where(
            CoordinatorNotificationPreferences.coordinator_id == action.coordinator_id
        )
    )
    return ["email"] if preferences is None else [name for name, wanted in preferences.channels.items() if wanted]
