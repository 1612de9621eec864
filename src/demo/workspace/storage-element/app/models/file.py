import uuid

from sqlalchemy import BigInteger, Column, Index, String, Text, text
from sqlalchemy.dialects import postgresql

from app.db.base import Base, TimestampMixin


class StoredFile(TimestampMixin, Base):
    __tablename__ = "storage_elem_01_files"

    file_id = Column(postgresql.UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    original_filename = Column(String(500), nullable=False, index=True)
    storage_filename = Column(String(255), nullable=False, unique=True)
    file_size = Column(BigInteger, nullable=False)
    content_type = Column(String(255), nullable=False)
    checksum = Column(String(64), nullable=False)
    description = Column(Text)
    created_by = Column(String(255), nullable=False)
    # `metadata` is taken by SQLAlchemy.
    file_attributes = Column("attributes", postgresql.JSONB, nullable=False, server_default=text("'{}'::jsonb"))

    __table_args__ = (Index("ix_storage_elem_01_files_attributes", file_attributes, postgresql_using="gin"),)
