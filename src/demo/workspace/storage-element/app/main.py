"""A storage element: keeps files, and what is known about them, for the whole store."""

from app.core.config import settings
from app.db.base import Base
from app.db.session import engine
from app.models import StorageConfig, StoredFile, WriteAheadEntry  # noqa: F401

if not settings.s3_secret_access_key.get_secret_value():
    raise RuntimeError("S3_SECRET_ACCESS_KEY is empty: the storage element does not start without it.")


async def create_missing_tables() -> None:
    """Called at startup, so that a new element works before anybody has run its migrations."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
