"""link what was attended elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cohort_made_up_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attended_part_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_cohort_made_up_session_attended_part_id"), ["attended_part_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_cohort_made_up_session_attended_part_id"),
            "cohort_day_part",
            ["attended_part_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("cohort_made_up_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cohort_made_up_session_attended_part_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_cohort_made_up_session_attended_part_id"))
        batch_op.drop_column("attended_part_id")
