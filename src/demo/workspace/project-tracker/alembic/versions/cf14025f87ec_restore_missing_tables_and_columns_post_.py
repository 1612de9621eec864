"""restore missing tables and columns post incident

Revision ID: cf14025f87ec
Revises: e46a90c7b5d2
Create Date: 2025-11-06 02:18:37.514903

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = 'cf14025f87ec'
down_revision = 'e46a90c7b5d2'
branch_labels = None
depends_on = None


def upgrade():
    # Inspects the database and adds only what is missing, so that it can run in every environment.
    bind = op.get_bind()
    inspector = sa.inspect(bind)

    op.execute(
        """
        CREATE TABLE IF NOT EXISTS "vector-sync-status" (
            id serial PRIMARY KEY,
            project_id integer NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            source varchar(50) NOT NULL,
            state varchar(20) NOT NULL DEFAULT 'pending',
            chunks integer NOT NULL DEFAULT 0,
            last_synced_at timestamp with time zone,
            last_error text,
            UNIQUE (project_id, source)
        )
        """
    )
    op.execute('CREATE INDEX IF NOT EXISTS "ix_vector-sync-status_state" ON "vector-sync-status" (state)')

    columns = [column['name'] for column in inspector.get_columns('projects')]

    if 'project_work_type' not in columns:
        op.add_column('projects', sa.Column('project_work_type', sa.String(length=50), nullable=True))
    if 'total_hours' not in columns:
        op.add_column('projects', sa.Column('total_hours', sa.Numeric(precision=10, scale=2), nullable=True))
    if 'cumulative_hours' not in columns:
        op.add_column('projects', sa.Column('cumulative_hours', sa.Numeric(precision=10, scale=2), nullable=True))
    if 'retainer_hours' not in columns:
        op.add_column('projects', sa.Column('retainer_hours', sa.Numeric(precision=10, scale=2), nullable=True))
    if 'weekly_meeting_day' not in columns:
        op.add_column('projects', sa.Column('weekly_meeting_day', sa.Text(), nullable=True))
    if 'send_meeting_emails' not in columns:
        op.add_column('projects', sa.Column('send_meeting_emails', sa.Boolean(), nullable=True))
    if 'description' not in columns:
        op.add_column('projects', sa.Column('description', sa.Text(), nullable=True))
    if 'start_date' not in columns:
        op.add_column('projects', sa.Column('start_date', sa.Date(), nullable=True))
    if 'launch_date' not in columns:
        op.add_column('projects', sa.Column('launch_date', sa.Date(), nullable=True))

    op.execute('UPDATE projects SET created_at = now() WHERE created_at IS NULL')
    op.execute('UPDATE projects SET updated_at = created_at WHERE updated_at IS NULL')
    op.alter_column('projects', 'created_at', existing_type=sa.DateTime(timezone=True), nullable=False)
    op.alter_column('projects', 'updated_at', existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade():
    # What it restores should have been there before it.
    pass
