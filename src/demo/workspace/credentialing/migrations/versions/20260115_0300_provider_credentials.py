"""Add provider_credentials

Revision ID: 20260115_0300
Revises: 20260115_0200
Create Date: 2026-01-15 03:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = "20260115_0300"
down_revision = "20260115_0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_credentials",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("license_id", sa.Uuid(), nullable=True),
        sa.Column("credential_type", sa.String(length=50), nullable=False),
        sa.Column("credential_number", sa.String(length=100), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["license_id"], ["licenses.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["verified_by"], ["users.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_provider_credentials_provider_id", "provider_credentials", ["provider_id"])
    op.create_index("ix_provider_credentials_license_id", "provider_credentials", ["license_id"])
    op.create_index(
        "ix_provider_credentials_lower_number", "provider_credentials", [sa.text("lower(credential_number)")]
    )
    op.create_index(
        "ix_provider_credentials_unverified",
        "provider_credentials",
        ["expires_on"],
        postgresql_where=sa.text("verified_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("provider_credentials")
