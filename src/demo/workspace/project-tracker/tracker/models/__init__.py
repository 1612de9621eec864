from tracker.models.base import Base
from tracker.models.client import Client, User
from tracker.models.meeting import Meeting, MeetingNote
from tracker.models.portal import PortalInvitation, ProjectComment
from tracker.models.project import Milestone, Project, Task
from tracker.models.time import RetainerPeriod, TimeEntry
from tracker.models.vector import VectorSyncStatus

__all__ = [
    "Base",
    "Client",
    "Meeting",
    "MeetingNote",
    "Milestone",
    "PortalInvitation",
    "Project",
    "ProjectComment",
    "RetainerPeriod",
    "Task",
    "TimeEntry",
    "User",
    "VectorSyncStatus",
]
