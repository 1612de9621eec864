"""Coordinators can change the stage

Revision ID: 20260127_0100
Revises: 20260115_0300
Create Date: 2026-01-27 01:00:00

"""
from alembic import op

revision = "20260127_0100"
down_revision = "20260115_0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TYPE coordinator_action_type ADD VALUE IF NOT EXISTS 'stage_changed'")


def downgrade() -> None:
    # PostgreSQL cannot remove a label from an enum.
    pass
