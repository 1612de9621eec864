"""merge ndas and mandates

Revision ID: 8e6d14b7a05c
Revises: 2ab81d64c9f3, f03c7a5e92d8
Create Date: 2024-04-15 09:20:41.067334

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '8e6d14b7a05c'
down_revision: Union[str, Sequence[str], None] = ('2ab81d64c9f3', 'f03c7a5e92d8')
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
