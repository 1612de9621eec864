from app.models.audit_log import AuditLog
from app.models.service_account import ServiceAccount
from app.models.storage_element import StorageElement
from app.models.user import User

__all__ = ["AuditLog", "ServiceAccount", "StorageElement", "User"]
