"""Saved searches

Revision ID: f3b8812ac97e
Revises: 16c6973431df
Create Date: 2025-11-19 16:12:27.884013

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = 'f3b8812ac97e'
down_revision: Union[str, Sequence[str], None] = '16c6973431df'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'query_saved_searches',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('query_text', sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('user_id', 'name'),
    )


def downgrade() -> None:
    op.drop_table('query_saved_searches')

