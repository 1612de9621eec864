"""Files and configuration

Revision ID: 5e2d8a3c9b71
Revises:
Create Date: 2025-10-30 08:20:15.300817+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '5e2d8a3c9b71'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'storage_elem_01_config',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            'mode',
            sa.Enum('EDIT', 'RW', 'RO', 'AR', name='storage_mode_enum'),
            server_default='EDIT',
            nullable=False,
        ),
        sa.Column('retention_days', sa.Integer(), server_default=sa.text('365'), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint('id = 1', name=op.f('ck_storage_elem_01_config_single_row')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_storage_elem_01_config')),
    )
    op.create_table(
        'storage_elem_01_files',
        sa.Column('file_id', sa.Uuid(), nullable=False),
        sa.Column('original_filename', sa.String(length=500), nullable=False),
        sa.Column('storage_filename', sa.String(length=255), nullable=False),
        sa.Column('file_size', sa.BigInteger(), nullable=False),
        sa.Column('content_type', sa.String(length=255), nullable=False),
        sa.Column('checksum', sa.String(length=64), nullable=False),
        sa.Column('description', sa.Text(), nullable=True),
        sa.Column('created_by', sa.String(length=255), nullable=False),
        sa.Column(
            'attributes',
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.PrimaryKeyConstraint('file_id', name=op.f('pk_storage_elem_01_files')),
        sa.UniqueConstraint('storage_filename', name=op.f('uq_storage_elem_01_files_storage_filename')),
    )
    op.create_index(
        'ix_storage_elem_01_files_attributes',
        'storage_elem_01_files',
        ['attributes'],
        unique=False,
        postgresql_using='gin',
    )
    op.create_index(
        op.f('ix_storage_elem_01_files_original_filename'),
        'storage_elem_01_files',
        ['original_filename'],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f('ix_storage_elem_01_files_original_filename'), table_name='storage_elem_01_files'
    )
    op.drop_index('ix_storage_elem_01_files_attributes', table_name='storage_elem_01_files', postgresql_using='gin')
    op.drop_table('storage_elem_01_files')
    op.drop_table('storage_elem_01_config')
