"""vector sync status

Revision ID: e46a90c7b5d2
Revises: 2fd18c6b03e9
Create Date: 2025-10-14 17:34:58.290176

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = 'e46a90c7b5d2'
down_revision = '2fd18c6b03e9'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'vector-sync-status',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('source', sa.String(length=50), nullable=False),
        sa.Column('state', sa.String(length=20), server_default='pending', nullable=False),
        sa.Column('chunks', sa.Integer(), server_default=sa.text('0'), nullable=False),
        sa.Column('last_synced_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_error', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['project_id'], ['projects.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('project_id', 'source'),
    )
    op.create_index(op.f('ix_vector-sync-status_state'), 'vector-sync-status', ['state'], unique=False)


def downgrade():
    op.drop_table('vector-sync-status')
