from app.models.cached_file import CachedFile
from app.models.download import DownloadStatistics
from app.models.search import SearchHistory

__all__ = ["CachedFile", "DownloadStatistics", "SearchHistory"]
