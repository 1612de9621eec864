"""Register of storage elements

Revision ID: d81b6e0f4a57
Revises: a3f5c19e7d02
Create Date: 2025-10-28 14:12:47.905114

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = 'd81b6e0f4a57'
down_revision: Union[str, Sequence[str], None] = 'a3f5c19e7d02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'storage_elements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('api_url', sa.String(length=500), nullable=False),
        sa.Column('storage_type', sa.Enum('LOCAL', 'S3', name='storage_type_enum'), nullable=False),
        sa.Column(
            'status',
            sa.Enum('ONLINE', 'OFFLINE', 'DEGRADED', 'MAINTENANCE', name='storage_status_enum'),
            server_default='OFFLINE',
            nullable=False,
        ),
        sa.Column('capacity_bytes', sa.BigInteger(), nullable=False),
        sa.Column('used_bytes', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint(
            'used_bytes <= capacity_bytes', name=op.f('ck_storage_elements_used_within_capacity')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_storage_elements')),
        sa.UniqueConstraint('name', name=op.f('uq_storage_elements_name')),
    )
    op.create_index(op.f('ix_storage_elements_status'), 'storage_elements', ['status'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_storage_elements_status'), table_name='storage_elements')
    op.drop_table('storage_elements')
