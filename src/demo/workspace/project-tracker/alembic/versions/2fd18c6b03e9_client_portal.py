"""client portal

Revision ID: 2fd18c6b03e9
Revises: 07be93d5a4c1
Create Date: 2025-09-01 08:51:22.037764

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = '2fd18c6b03e9'
down_revision = '07be93d5a4c1'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'portal_invitations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('client_id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(length=255), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['client_id'], ['clients.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_portal_invitations_client_id'), 'portal_invitations', ['client_id'], unique=False)
    op.create_index(op.f('ix_portal_invitations_token_hash'), 'portal_invitations', ['token_hash'], unique=True)
    op.create_table(
        'project_comments',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('author_email', sa.String(length=255), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('internal', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['project_id'], ['projects.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_project_comments_project_id'), 'project_comments', ['project_id'], unique=False)


def downgrade():
    op.drop_table('project_comments')
    op.drop_table('portal_invitations')
