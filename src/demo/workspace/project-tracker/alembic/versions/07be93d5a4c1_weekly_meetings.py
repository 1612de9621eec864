"""weekly meetings

Revision ID: 07be93d5a4c1
Revises: c8204f6e1b7a
Create Date: 2025-07-08 11:03:16.925540

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = '07be93d5a4c1'
down_revision = 'c8204f6e1b7a'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'meetings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('place', sa.String(length=200), nullable=True),
        sa.Column('agenda', sa.Text(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['project_id'], ['projects.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_meetings_project_id'), 'meetings', ['project_id'], unique=False)
    op.create_index(op.f('ix_meetings_starts_at'), 'meetings', ['starts_at'], unique=False)
    op.create_table(
        'meeting_notes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['author_id'], ['users.id'], ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_meeting_notes_meeting_id'), 'meeting_notes', ['meeting_id'], unique=False)
    op.add_column('projects', sa.Column('weekly_meeting_day', sa.Text(), nullable=True))
    op.add_column('projects', sa.Column('send_meeting_emails', sa.Boolean(), nullable=True))


def downgrade():
    op.drop_column('projects', 'send_meeting_emails')
    op.drop_column('projects', 'weekly_meeting_day')
    op.drop_table('meeting_notes')
    op.drop_table('meetings')
