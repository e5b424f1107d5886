"""Meetings remember what they were, say what they are for, and count what people must hear."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort_meeting_move",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("from_held_on", sa.Date(), nullable=False),
        sa.Column("from_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_location", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["cohort_meeting.id"], name=op.f("fk_cohort_meeting_move_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["account_person.id"], name=op.f("fk_cohort_meeting_move_moved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_meeting_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_meeting_move_public_id")),
    )
    with op.batch_alter_table("cohort_meeting_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_meeting_move_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_meeting_move_moved_by_id"), ["moved_by_id"], unique=False)

    with op.batch_alter_table("cohort_day_part") as batch:
        batch.add_column(sa.Column("cancel_reason", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("cohort_meeting") as batch:
        batch.add_column(
            sa.Column("kind", sa.String(length=40), nullable=False, server_default="training_day")
        )
        batch.add_column(sa.Column("video_url", sa.String(length=500), nullable=False, server_default=""))
        batch.add_column(sa.Column("cancel_reason", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("cohort_day_part") as batch:
        batch.alter_column("cancel_reason", server_default=None)
    with op.batch_alter_table("cohort_meeting") as batch:
        for name in ("kind", "video_url", "cancel_reason", "sequence"):
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cohort_meeting", schema=None) as batch_op:
        batch_op.drop_column("sequence")
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("video_url")
        batch_op.drop_column("kind")

    with op.batch_alter_table("cohort_day_part", schema=None) as batch_op:
        batch_op.drop_column("cancel_reason")

    with op.batch_alter_table("cohort_meeting_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_meeting_move_moved_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_meeting_move_meeting_id"))

    op.drop_table("cohort_meeting_move")
