"""Download statistics

Revision ID: 16c6973431df
Revises: c04f7d5e2a68
Create Date: 2025-11-14 09:30:18.740255

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '16c6973431df'
down_revision: Union[str, Sequence[str], None] = 'c04f7d5e2a68'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'query_download_statistics',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('file_id', sa.Uuid(), nullable=False),
        sa.Column('user_id', sa.Uuid(), nullable=True),
        sa.Column('bytes_sent', sa.BigInteger(), nullable=False),
        sa.Column('downloaded_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['file_id'], ['query_file_cache.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(
        op.f('ix_query_download_statistics_file_id'), 'query_download_statistics', ['file_id'], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_query_download_statistics_file_id'), table_name='query_download_statistics')
    op.drop_table('query_download_statistics')
