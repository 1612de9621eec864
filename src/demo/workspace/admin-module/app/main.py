"""The admin module: users, service accounts and the register of storage elements."""

import logging

from app.core.config import settings
from app.db.session import engine

logging.basicConfig(level=settings.log_level)
log = logging.getLogger("admin-module")

if len(settings.jwt_private_key.get_secret_value()) < 32:
    raise RuntimeError("JWT_PRIVATE_KEY is too short: the admin module does not start without a real key.")

log.info("Connecting as %s", engine.url.username)
