"""Provider details and payment methods

Revision ID: 20260131_0000
Revises: 7702d353e5b8
Create Date: 2026-01-31 00:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = "20260131_0000"
down_revision = "7702d353e5b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("providers", sa.Column("dea_number", sa.String(length=20), nullable=True))
    op.add_column("providers", sa.Column("dea_expires_on", sa.Date(), nullable=True))
    op.add_column("providers", sa.Column("caqh_id", sa.String(length=20), nullable=True))
    op.add_column("providers", sa.Column("caqh_attested_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("providers", sa.Column("medicare_number", sa.String(length=20), nullable=True))
    op.add_column("providers", sa.Column("medicaid_number", sa.String(length=20), nullable=True))
    op.add_column("providers", sa.Column("taxonomy_code", sa.String(length=10), nullable=True))
    op.add_column("providers", sa.Column("board_certified", sa.Boolean(), nullable=True))
    op.add_column("providers", sa.Column("board_name", sa.String(length=200), nullable=True))
    op.add_column("providers", sa.Column("board_expires_on", sa.Date(), nullable=True))
    op.add_column("providers", sa.Column("malpractice_carrier", sa.String(length=200), nullable=True))
    op.add_column("providers", sa.Column("malpractice_policy_number", sa.String(length=50), nullable=True))
    op.add_column("providers", sa.Column("malpractice_coverage_cents", sa.Integer(), nullable=True))
    op.add_column("providers", sa.Column("malpractice_expires_on", sa.Date(), nullable=True))
    op.add_column("providers", sa.Column("practice_name", sa.String(length=200), nullable=True))
    op.add_column("providers", sa.Column("practice_street", sa.String(length=200), nullable=True))
    op.add_column("providers", sa.Column("practice_city", sa.String(length=100), nullable=True))
    op.add_column("providers", sa.Column("practice_state", sa.String(length=2), nullable=True))
    op.add_column("providers", sa.Column("practice_zip", sa.String(length=10), nullable=True))
    op.add_column("providers", sa.Column("practice_phone", sa.String(length=20), nullable=True))

    op.add_column("licenses", sa.Column("compact_member", sa.Boolean(), nullable=True))
    op.add_column("licenses", sa.Column("verification_url", sa.Text(), nullable=True))

    op.create_table(
        "payment_methods",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("processor_id", sa.String(length=100), nullable=False),
        sa.Column("brand", sa.String(length=20), nullable=False),
        sa.Column("last_four", sa.String(length=4), nullable=False),
        sa.Column("expires_month", sa.SmallInteger(), nullable=False),
        sa.Column("expires_year", sa.SmallInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("billing_email", sa.String(length=255), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_payment_methods_organization_id", "payment_methods", ["organization_id"])
    op.create_index("ix_payment_methods_processor_id", "payment_methods", ["processor_id"], unique=True)


def downgrade() -> None:
    op.drop_table("payment_methods")
    op.drop_column("licenses", "verification_url")
    op.drop_column("licenses", "compact_member")
    op.drop_column("providers", "practice_phone")
    op.drop_column("providers", "practice_zip")
    op.drop_column("providers", "practice_state")
    op.drop_column("providers", "practice_city")
    op.drop_column("providers", "practice_street")
    op.drop_column("providers", "practice_name")
    op.drop_column("providers", "malpractice_expires_on")
    op.drop_column("providers", "malpractice_coverage_cents")
    op.drop_column("providers", "malpractice_policy_number")
    op.drop_column("providers", "malpractice_carrier")
    op.drop_column("providers", "board_expires_on")
    op.drop_column("providers", "board_name")
    op.drop_column("providers", "board_certified")
    op.drop_column("providers", "taxonomy_code")
    op.drop_column("providers", "medicaid_number")
    op.drop_column("providers", "medicare_number")
    op.drop_column("providers", "caqh_attested_at")
    op.drop_column("providers", "caqh_id")
    op.drop_column("providers", "dea_expires_on")
    op.drop_column("providers", "dea_number")
