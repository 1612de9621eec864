"""deals on hold

Revision ID: 78ea1f5b0d6c
Revises: 0c96d2a7e3f4
Create Date: 2025-03-04 10:52:23.574460

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '78ea1f5b0d6c'
down_revision: Union[str, Sequence[str], None] = '0c96d2a7e3f4'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    # A new label cannot be used in the transaction that adds it.
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE deal_stage ADD VALUE IF NOT EXISTS 'on_hold'")
    op.alter_column('companies', 'headcount', new_column_name='employee_count')
    op.drop_column('deals', 'legacy_ref')


def downgrade() -> None:
    op.add_column('deals', sa.Column('legacy_ref', sa.String(length=40), nullable=True))
    op.alter_column('companies', 'employee_count', new_column_name='headcount')
