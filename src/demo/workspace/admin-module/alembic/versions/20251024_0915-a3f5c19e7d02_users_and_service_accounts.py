"""Users and service accounts

Revision ID: a3f5c19e7d02
Revises:
Create Date: 2025-10-24 09:15:02.418233

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = 'a3f5c19e7d02'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        'service_accounts',
        sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('client_id', sa.String(length=255), nullable=False),
        sa.Column('client_secret_hash', sa.String(length=255), nullable=False),
        sa.Column(
            'role',
            sa.Enum('ADMIN', 'USER', 'AUDITOR', 'READONLY', name='service_account_role_enum'),
            nullable=False,
        ),
        sa.Column(
            'status',
            sa.Enum('ACTIVE', 'SUSPENDED', 'EXPIRED', 'DELETED', name='service_account_status_enum'),
            server_default='ACTIVE',
            nullable=False,
        ),
        sa.Column('rate_limit', sa.Integer(), server_default=sa.text('100'), nullable=False),
        sa.Column('secret_expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_accounts')),
        sa.UniqueConstraint('client_id', name=op.f('uq_service_accounts_client_id')),
        sa.UniqueConstraint('name', name=op.f('uq_service_accounts_name')),
    )
    op.create_index(
        op.f('ix_service_accounts_secret_expires_at'), 'service_accounts', ['secret_expires_at'], unique=False
    )
    op.create_table(
        'users',
        sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
        sa.Column('username', sa.String(length=100), nullable=False),
        sa.Column('email', sa.String(length=255), nullable=False),
        sa.Column('password_hash', sa.String(length=255), nullable=False),
        sa.Column('role', sa.Enum('SUPER_ADMIN', 'ADMIN', 'READONLY', name='user_role_enum'), nullable=False),
        sa.Column(
            'status',
            sa.Enum('ACTIVE', 'LOCKED', 'DELETED', name='user_status_enum'),
            server_default='ACTIVE',
            nullable=False,
        ),
        sa.Column('is_system', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('last_login_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
        sa.UniqueConstraint('username', name=op.f('uq_users_username')),
    )
    op.create_index(op.f('ix_users_email'), 'users', ['email'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_users_email'), table_name='users')
    op.drop_table('users')
    op.drop_index(op.f('ix_service_accounts_secret_expires_at'), table_name='service_accounts')
    op.drop_table('service_accounts')
