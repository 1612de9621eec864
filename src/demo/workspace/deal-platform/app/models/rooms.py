from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import INET, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedMixin, TimestampMixin, new_id


class DataRoom(TimestampMixin, Base):
    __tablename__ = "data_rooms"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(
        Enum("preparing", "open", "frozen", "archived", name="data_room_status"), server_default="preparing"
    )
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    watermark: Mapped[bool] = mapped_column(server_default=true())
    storage_quota_bytes: Mapped[int | None] = mapped_column(BigInteger)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class DataRoomMember(CreatedMixin, Base):
    __tablename__ = "data_room_members"

    data_room_id: Mapped[str] = mapped_column(
        ForeignKey("data_rooms.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True, primary_key=True
    )
    can_download: Mapped[bool] = mapped_column(server_default=false())
    can_upload: Mapped[bool] = mapped_column(server_default=false())
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class DataRoomSection(Base):
    __tablename__ = "data_room_sections"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    data_room_id: Mapped[str] = mapped_column(ForeignKey("data_rooms.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class Folder(TimestampMixin, Base):
    __tablename__ = "folders"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    data_room_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("data_rooms.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("folders.id", ondelete="CASCADE"))
    created_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("users.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class DataRoomDocument(TimestampMixin, Base):
    __tablename__ = "data_room_documents"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    data_room_id: Mapped[str] = mapped_column(ForeignKey("data_rooms.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[str | None] = mapped_column(
        ForeignKey("data_room_sections.id", ondelete="SET NULL"), index=True
    )
    folder_id: Mapped[str | None] = mapped_column(
        String(36), ForeignKey("folders.id", ondelete="SET NULL"), index=True
    )
    uploaded_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    content_type: Mapped[str] = mapped_column(String(120))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    checksum: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(5))
    search_vector: Mapped[Any | None] = mapped_column(TSVECTOR)


class DocumentVersion(CreatedMixin, Base):
    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "version"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("data_room_documents.id", ondelete="CASCADE"))
    version: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(400))
    uploaded_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    size_bytes: Mapped[int] = mapped_column(BigInteger)


class DocumentView(Base):
    __tablename__ = "document_views"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("data_room_documents.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    page: Mapped[int | None]
    seconds: Mapped[int | None]
    viewed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DocumentDownload(Base):
    __tablename__ = "document_downloads"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("data_room_documents.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    ip_address: Mapped[str | None] = mapped_column(INET)
    downloaded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DocumentRedaction(CreatedMixin, Base):
    __tablename__ = "document_redactions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("data_room_documents.id", ondelete="CASCADE"), index=True
    )
    page: Mapped[int]
    area: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(String(200))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class AccessGroup(Base):
    __tablename__ = "access_groups"
    __table_args__ = (UniqueConstraint("data_room_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    data_room_id: Mapped[str] = mapped_column(ForeignKey("data_rooms.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str | None] = mapped_column(Text)


class AccessGroupMember(Base):
    __tablename__ = "access_group_members"

    access_group_id: Mapped[str] = mapped_column(
        ForeignKey("access_groups.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True, primary_key=True
    )


class AccessRule(Base):
    __tablename__ = "access_rules"
    __table_args__ = (CheckConstraint("num_nonnulls(section_id, document_id) = 1", name="one_target"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    access_group_id: Mapped[str] = mapped_column(
        ForeignKey("access_groups.id", ondelete="CASCADE"), index=True
    )
    section_id: Mapped[str | None] = mapped_column(ForeignKey("data_room_sections.id", ondelete="CASCADE"))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("data_room_documents.id", ondelete="CASCADE"))
    allowed: Mapped[bool] = mapped_column(server_default=true())


class RoomAnnouncement(Base):
    __tablename__ = "room_announcements"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    data_room_id: Mapped[str] = mapped_column(ForeignKey("data_rooms.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None]


class QaCategory(Base):
    __tablename__ = "qa_categories"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    data_room_id: Mapped[str] = mapped_column(ForeignKey("data_rooms.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    answer_within: Mapped[timedelta | None]


class QaQuestion(TimestampMixin, Base):
    __tablename__ = "qa_questions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    data_room_id: Mapped[str] = mapped_column(ForeignKey("data_rooms.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[str | None] = mapped_column(ForeignKey("qa_categories.id", ondelete="SET NULL"))
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("data_room_documents.id", ondelete="SET NULL"))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(
        Enum("open", "assigned", "answered", "rejected", name="qa_status"), index=True, server_default="open"
    )
    priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("2"))


class QaAnswer(CreatedMixin, Base):
    __tablename__ = "qa_answers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    question_id: Mapped[str] = mapped_column(ForeignKey("qa_questions.id", ondelete="CASCADE"), index=True)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    body: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    published: Mapped[bool] = mapped_column(server_default=false())


class QaAssignment(CreatedMixin, Base):
    __tablename__ = "qa_assignments"

    question_id: Mapped[str] = mapped_column(
        ForeignKey("qa_questions.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True, primary_key=True
    )
    due_on: Mapped[date | None]
