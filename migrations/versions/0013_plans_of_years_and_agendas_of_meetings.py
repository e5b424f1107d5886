"""Plans by weeks, the years of cohorts in the making, and the agendas of meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planning_plan_item",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=True),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("day_parts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_planning_plan_item_programme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_plan_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_planning_plan_item_public_id")),
    )
    with op.batch_alter_table("planning_plan_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_planning_plan_item_programme_version_id"), ["programme_version_id"], unique=False
        )

    op.create_table(
        "planning_cohort_plan",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_planning_cohort_plan_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_cohort_plan")),
        sa.UniqueConstraint("cohort_id", name=op.f("uq_planning_cohort_plan_cohort_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_planning_cohort_plan_public_id")),
    )
    op.create_table(
        "planning_agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["cohort_meeting.id"], name=op.f("fk_planning_agenda_item_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_agenda_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_planning_agenda_item_public_id")),
    )
    with op.batch_alter_table("planning_agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_agenda_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "planning_planned_meeting",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=True),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("day_parts", sa.JSON(), nullable=False),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("pinned_on", sa.Date(), nullable=True),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["cohort_meeting.id"], name=op.f("fk_planning_planned_meeting_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["planning_cohort_plan.id"], name=op.f("fk_planning_planned_meeting_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_planned_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_planning_planned_meeting_public_id")),
    )
    with op.batch_alter_table("planning_planned_meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_planning_planned_meeting_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_planning_planned_meeting_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("planning_planned_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planning_planned_meeting_plan_id"))
        batch_op.drop_index(batch_op.f("ix_planning_planned_meeting_meeting_id"))

    op.drop_table("planning_planned_meeting")
    with op.batch_alter_table("planning_agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planning_agenda_item_meeting_id"))

    op.drop_table("planning_agenda_item")
    op.drop_table("planning_cohort_plan")
    with op.batch_alter_table("planning_plan_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planning_plan_item_programme_version_id"))

    op.drop_table("planning_plan_item")
