"""project dates and milestones

Revision ID: 91d6f2a80c35
Revises: 3b0c7d51e2f4
Create Date: 2025-03-11 16:40:09.118835

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = '91d6f2a80c35'
down_revision = '3b0c7d51e2f4'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('projects', sa.Column('description', sa.Text(), nullable=True))
    op.add_column('projects', sa.Column('start_date', sa.Date(), nullable=True))
    op.add_column('projects', sa.Column('launch_date', sa.Date(), nullable=True))
    op.execute('UPDATE projects SET created_at = now() WHERE created_at IS NULL')
    op.execute('UPDATE projects SET updated_at = created_at WHERE updated_at IS NULL')
    op.alter_column(
        'projects',
        'created_at',
        existing_type=sa.DateTime(timezone=True),
        existing_server_default=sa.text('now()'),
        nullable=False,
    )
    op.alter_column(
        'projects',
        'updated_at',
        existing_type=sa.DateTime(timezone=True),
        existing_server_default=sa.text('now()'),
        nullable=False,
    )
    op.create_table(
        'milestones',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('reached_on', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['project_id'], ['projects.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_milestones_project_id'), 'milestones', ['project_id'], unique=False)


def downgrade():
    op.drop_table('milestones')
    op.alter_column('projects', 'updated_at', existing_type=sa.DateTime(timezone=True), nullable=True)
    op.alter_column('projects', 'created_at', existing_type=sa.DateTime(timezone=True), nullable=True)
    op.drop_column('projects', 'launch_date')
    op.drop_column('projects', 'start_date')
    op.drop_column('projects', 'description')
