from app.models.config import StorageConfig
from app.models.file import StoredFile
from app.models.wal import WriteAheadEntry

__all__ = ["StorageConfig", "StoredFile", "WriteAheadEntry"]
