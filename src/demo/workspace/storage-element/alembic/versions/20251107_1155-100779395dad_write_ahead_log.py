"""Write-ahead log

Revision ID: 100779395dad
Revises: 5e2d8a3c9b71
Create Date: 2025-11-07 11:55:40.118406+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '100779395dad'
down_revision: Union[str, Sequence[str], None] = '5e2d8a3c9b71'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'storage_elem_01_wal',
        sa.Column('transaction_id', sa.Uuid(), nullable=False),
        sa.Column('file_id', sa.Uuid(), nullable=True),
        sa.Column('operation', sa.String(length=50), nullable=False),
        sa.Column('payload', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column('started_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['file_id'],
            ['storage_elem_01_files.file_id'],
            name=op.f('fk_storage_elem_01_wal_file_id_storage_elem_01_files'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('transaction_id', name=op.f('pk_storage_elem_01_wal')),
    )
    op.create_index(op.f('ix_storage_elem_01_wal_file_id'), 'storage_elem_01_wal', ['file_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_storage_elem_01_wal_file_id'), table_name='storage_elem_01_wal')
    op.drop_table('storage_elem_01_wal')
