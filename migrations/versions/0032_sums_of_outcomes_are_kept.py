"""Sums of outcomes are kept as they are told."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_outcome_sum",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("unknown_count", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_training_outcome_sum_cohort_id")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["training_edition.id"], name=op.f("fk_training_outcome_sum_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_outcome_sum")),
        sa.UniqueConstraint(
            "cohort_id",
            "edition_id",
            "moment",
            name=op.f("uq_training_outcome_sum_cohort_id_edition_id_moment"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_outcome_sum_public_id")),
    )
    with op.batch_alter_table("training_outcome_sum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_outcome_sum_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_outcome_sum_edition_id"), ["edition_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("training_outcome_sum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_outcome_sum_edition_id"))
        batch_op.drop_index(batch_op.f("ix_training_outcome_sum_cohort_id"))

    op.drop_table("training_outcome_sum")
