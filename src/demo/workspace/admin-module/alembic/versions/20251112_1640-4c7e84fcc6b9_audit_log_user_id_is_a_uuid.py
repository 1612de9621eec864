"""audit_log.user_id is a uuid, as users.id is

Revision ID: 4c7e84fcc6b9
Revises: 7be2940c1fd8
Create Date: 2025-11-12 16:40:09.553870

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '4c7e84fcc6b9'
down_revision: Union[str, Sequence[str], None] = '7be2940c1fd8'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    # No integer was ever the id of a user: every insert with one failed. There is nothing to convert.
    op.alter_column(
        'audit_log',
        'user_id',
        existing_type=sa.Integer(),
        type_=sa.Uuid(),
        existing_nullable=True,
        postgresql_using='NULL::uuid',
    )


def downgrade() -> None:
    op.alter_column(
        'audit_log',
        'user_id',
        existing_type=sa.Uuid(),
        type_=sa.Integer(),
        existing_nullable=True,
        postgresql_using='NULL::integer',
    )
