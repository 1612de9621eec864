-- Up to date. The restoring migration cf14025f87ec ran here too and found nothing missing.

UPDATE alembic_version SET version_num='cf14025f87ec' WHERE alembic_version.version_num = 'e46a90c7b5d2';
