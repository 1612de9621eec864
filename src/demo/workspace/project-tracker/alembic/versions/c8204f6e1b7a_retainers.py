"""retainers

Revision ID: c8204f6e1b7a
Revises: 5e7a1b94dd60
Create Date: 2025-05-19 14:27:50.660418

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = 'c8204f6e1b7a'
down_revision = '5e7a1b94dd60'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'retainer_periods',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('hours_included', sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column('hours_used', sa.Numeric(precision=10, scale=2), server_default='0', nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['project_id'], ['projects.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('project_id', 'starts_on'),
    )
    op.create_index(op.f('ix_retainer_periods_ends_on'), 'retainer_periods', ['ends_on'], unique=False)
    op.add_column('projects', sa.Column('project_work_type', sa.String(length=50), nullable=True))
    op.add_column('projects', sa.Column('retainer_hours', sa.Numeric(precision=10, scale=2), nullable=True))


def downgrade():
    op.drop_column('projects', 'retainer_hours')
    op.drop_column('projects', 'project_work_type')
    op.drop_table('retainer_periods')
