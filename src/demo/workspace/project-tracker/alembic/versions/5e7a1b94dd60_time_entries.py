"""time entries

Revision ID: 5e7a1b94dd60
Revises: 91d6f2a80c35
Create Date: 2025-04-02 09:15:31.402217

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = '5e7a1b94dd60'
down_revision = '91d6f2a80c35'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'time_entries',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('worked_on', sa.Date(), nullable=False),
        sa.Column('hours', sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column('note', sa.Text(), nullable=True),
        sa.Column('billable', sa.Boolean(), server_default=sa.text('true'), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint('hours > 0', name='time_entries_hours_check'),
        sa.ForeignKeyConstraint(['project_id'], ['projects.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_time_entries_project_id'), 'time_entries', ['project_id'], unique=False)
    op.create_index(op.f('ix_time_entries_user_id'), 'time_entries', ['user_id'], unique=False)
    op.add_column('projects', sa.Column('total_hours', sa.Numeric(precision=10, scale=2), nullable=True))
    op.add_column('projects', sa.Column('cumulative_hours', sa.Numeric(precision=10, scale=2), nullable=True))


def downgrade():
    op.drop_column('projects', 'cumulative_hours')
    op.drop_column('projects', 'total_hours')
    op.drop_table('time_entries')
