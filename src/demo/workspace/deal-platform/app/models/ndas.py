from datetime import date, datetime
from typing import Any

from sqlalchemy import Enum, ForeignKey, SmallInteger, String, Text, func, text, true
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedMixin, TimestampMixin, new_id


class NdaTemplate(TimestampMixin, Base):
    __tablename__ = "nda_templates"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    jurisdiction: Mapped[str | None] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    archived_at: Mapped[datetime | None]


class Nda(TimestampMixin, Base):
    __tablename__ = "ndas"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    template_id: Mapped[str | None] = mapped_column(ForeignKey("nda_templates.id", ondelete="SET NULL"))
    counterparty_id: Mapped[str | None] = mapped_column(
        ForeignKey("companies.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[str] = mapped_column(
        Enum("draft", "sent", "negotiating", "signed", "expired", name="nda_status"), server_default="draft"
    )
    mutual: Mapped[bool] = mapped_column(server_default=true())
    term_months: Mapped[int] = mapped_column(SmallInteger, server_default=text("24"))
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)


class NdaSignatorie(Base):
    __tablename__ = "nda_signatories"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    nda_id: Mapped[str] = mapped_column(ForeignKey("ndas.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    signed_at: Mapped[datetime | None]
    ip_address: Mapped[str | None] = mapped_column(INET)


class NdaRedline(CreatedMixin, Base):
    __tablename__ = "nda_redlines"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    nda_id: Mapped[str] = mapped_column(ForeignKey("ndas.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    clause: Mapped[str] = mapped_column(String(120))
    original: Mapped[str] = mapped_column(Text)
    proposed: Mapped[str] = mapped_column(Text)
    accepted: Mapped[bool | None]


class NdaEvent(Base):
    __tablename__ = "nda_events"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    nda_id: Mapped[str] = mapped_column(ForeignKey("ndas.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.now())
