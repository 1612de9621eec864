/**
 * Mixins of packages that bring columns to models: what they say to a reader of models, as Python that is read in
 * the place of files that no repository has.
 */

/** @param file Where the module of a package would lie; `undefined` for all others. */
export function packageSource(file: string): string | undefined {
  for (const [end, text] of sources) if (file.endsWith(end)) return text;
  return undefined;
}

const users = `
import uuid
from typing import Optional
from sqlalchemy import Boolean, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

class SQLAlchemyBaseUserTable:
    __tablename__ = "user"
    email: Mapped[str] = mapped_column(String(320), unique=True, index=True, nullable=False)
    hashed_password: Mapped[str] = mapped_column(String(1024), nullable=False)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True, nullable=False)
    is_superuser: Mapped[bool] = mapped_column(Boolean, default=False, nullable=False)
    is_verified: Mapped[bool] = mapped_column(Boolean, default=False, nullable=False)

class SQLAlchemyBaseUserTableUUID(SQLAlchemyBaseUserTable):
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)

class SQLAlchemyBaseOAuthAccountTable:
    __tablename__ = "oauth_account"
    oauth_name: Mapped[str] = mapped_column(String(100), index=True, nullable=False)
    access_token: Mapped[str] = mapped_column(String(1024), nullable=False)
    expires_at: Mapped[Optional[int]] = mapped_column(Integer, nullable=True)
    refresh_token: Mapped[Optional[str]] = mapped_column(String(1024), nullable=True)
    account_id: Mapped[str] = mapped_column(String(320), index=True, nullable=False)
    account_email: Mapped[str] = mapped_column(String(320), nullable=False)

class SQLAlchemyBaseOAuthAccountTableUUID(SQLAlchemyBaseOAuthAccountTable):
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)

    @declared_attr
    def user_id(cls):
        return mapped_column(Uuid, ForeignKey("user.id", ondelete="cascade"), nullable=False)
`;

const accessTokens = `
from datetime import datetime
from sqlalchemy import ForeignKey, String, TIMESTAMP, Uuid
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

class SQLAlchemyBaseAccessTokenTable:
    __tablename__ = "accesstoken"
    token: Mapped[str] = mapped_column(String(43), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), index=True, nullable=False)

class SQLAlchemyBaseAccessTokenTableUUID(SQLAlchemyBaseAccessTokenTable):
    @declared_attr
    def user_id(cls):
        return mapped_column(Uuid, ForeignKey("user.id", ondelete="cascade"), nullable=False)
`;

const oslo = `
from sqlalchemy import Column, DateTime, Integer

class ModelBase:
    pass

class TimestampMixin:
    created_at = Column(DateTime)
    updated_at = Column(DateTime)

class SoftDeleteMixin:
    deleted_at = Column(DateTime)
    deleted = Column(Integer, default=0)
`;

const sources: readonly (readonly [end: string, text: string])[] = [
  ['/fastapi_users_db_sqlalchemy/__init__.py', users],
  ['/fastapi_users_db_sqlalchemy/access_token.py', accessTokens],
  ['/fastapi_users/db.py', users],
  ['/oslo_db/sqlalchemy/models.py', oslo],
];
