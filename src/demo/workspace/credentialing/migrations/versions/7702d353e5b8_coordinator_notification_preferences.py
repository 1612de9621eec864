"""Add coordinator notification preferences

Revision ID: 7702d353e5b8
Revises: 20260127_0100
Create Date: 2026-01-29 17:22:08.613390

"""
from alembic import op
import sqlalchemy as sa

revision = "7702d353e5b8"
down_revision = "20260127_0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coordinator_notification_preferences",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("coordinator_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channels", sa.JSON(), server_default=sa.text("""'{"email": true, "sms": false}'"""), nullable=False
        ),
        sa.Column("quiet_hours", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["coordinator_id"], ["users.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("coordinator_id", "organization_id", name="uq_notification_coordinator_organization"),
    )
    op.create_index(
        op.f("ix_coordinator_notification_preferences_organization_id"),
        "coordinator_notification_preferences",
        ["organization_id"],
    )


def downgrade() -> None:
    op.drop_table("coordinator_notification_preferences")
