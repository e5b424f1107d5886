"""Participants choose about which fields of work they want to learn more."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_learning_goals",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("disciplines", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_learning_goals_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_learning_goals")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_matching_learning_goals_enrolment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_learning_goals_public_id")),
    )


def downgrade() -> None:
    op.drop_table("matching_learning_goals")
