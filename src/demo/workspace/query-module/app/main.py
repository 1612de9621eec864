"""The query module: searches over the files of all storage elements."""

from app.core.config import settings
from app.models import CachedFile, DownloadStatistics, SearchHistory  # noqa: F401

if not settings.jwt_public_key.get_secret_value().startswith("-----BEGIN PUBLIC KEY-----"):
    raise RuntimeError("JWT_PUBLIC_KEY is no PEM key: the query module does not start without one.")
