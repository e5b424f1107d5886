"""Attendance that is proposed, repaired or made up elsewhere, and warned of."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort_attendance_alert",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_cohort_attendance_alert_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_attendance_alert")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_attendance_alert_public_id")),
    )
    with op.batch_alter_table("cohort_attendance_alert", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_attendance_alert_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(
            "uq_cohort_attendance_alert_standing",
            ["enrolment_id", "kind"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "cohort_attendance_proposal",
        sa.Column("day_part_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("absence_reason", sa.String(length=40), nullable=True),
        sa.Column("absence_note", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_part_id"], ["cohort_day_part.id"], name=op.f("fk_cohort_attendance_proposal_day_part_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_cohort_attendance_proposal_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_attendance_proposal")),
        sa.UniqueConstraint(
            "day_part_id", "enrolment_id", name=op.f("uq_cohort_attendance_proposal_day_part_id_enrolment_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_attendance_proposal_public_id")),
    )
    with op.batch_alter_table("cohort_attendance_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_attendance_proposal_day_part_id"), ["day_part_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_attendance_proposal_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "cohort_catch_up_task",
        sa.Column("day_part_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("assignment", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_part_id"], ["cohort_day_part.id"], name=op.f("fk_cohort_catch_up_task_day_part_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_cohort_catch_up_task_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["core_file.id"], name=op.f("fk_cohort_catch_up_task_file_id")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account_person.id"], name=op.f("fk_cohort_catch_up_task_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["account_person.id"], name=op.f("fk_cohort_catch_up_task_judged_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_catch_up_task")),
        sa.UniqueConstraint(
            "day_part_id", "enrolment_id", name=op.f("uq_cohort_catch_up_task_day_part_id_enrolment_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_catch_up_task_public_id")),
    )
    with op.batch_alter_table("cohort_catch_up_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_catch_up_task_day_part_id"), ["day_part_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_catch_up_task_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cohort_catch_up_task_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cohort_catch_up_task_given_by_id"), ["given_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_catch_up_task_judged_by_id"), ["judged_by_id"], unique=False
        )

    op.create_table(
        "cohort_made_up_session",
        sa.Column("day_part_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_part_id"], ["cohort_day_part.id"], name=op.f("fk_cohort_made_up_session_day_part_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account_person.id"], name=op.f("fk_cohort_made_up_session_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_cohort_made_up_session_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_made_up_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_made_up_session_public_id")),
    )
    with op.batch_alter_table("cohort_made_up_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_made_up_session_day_part_id"), ["day_part_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_made_up_session_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_made_up_session_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(
            "uq_cohort_made_up_session_open",
            ["day_part_id", "enrolment_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'confirmed')"),
            postgresql_where=sa.text("state IN ('proposed', 'confirmed')"),
        )

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("check_in_minutes_before", sa.Integer(), server_default="30", nullable=False)
        )
        batch_op.add_column(
            sa.Column("check_in_minutes_after", sa.Integer(), server_default="15", nullable=False)
        )
        batch_op.add_column(sa.Column("catch_up_maximum", sa.Integer(), server_default="2", nullable=False))

    with op.batch_alter_table("cohort_attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("absence_reason", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("absence_note", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("repaired_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("cohort_attendance_correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("old_absence_reason", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("old_absence_note", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("new_absence_reason", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("new_absence_note", sa.String(length=200), server_default="", nullable=False)
        )


def downgrade() -> None:
    op.execute("UPDATE cohort_attendance SET status = 'present' WHERE status = 'made_up'")
    op.execute("UPDATE cohort_attendance_correction SET old_status = 'present' WHERE old_status = 'made_up'")
    op.execute("UPDATE cohort_attendance_correction SET new_status = 'present' WHERE new_status = 'made_up'")
    with op.batch_alter_table("cohort_attendance_correction", schema=None) as batch_op:
        batch_op.drop_column("new_absence_note")
        batch_op.drop_column("new_absence_reason")
        batch_op.drop_column("old_absence_note")
        batch_op.drop_column("old_absence_reason")

    with op.batch_alter_table("cohort_attendance", schema=None) as batch_op:
        batch_op.drop_column("repaired_at")
        batch_op.drop_column("absence_note")
        batch_op.drop_column("absence_reason")

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_column("catch_up_maximum")
        batch_op.drop_column("check_in_minutes_after")
        batch_op.drop_column("check_in_minutes_before")

    with op.batch_alter_table("cohort_made_up_session", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cohort_made_up_session_open",
            sqlite_where=sa.text("state IN ('proposed', 'confirmed')"),
            postgresql_where=sa.text("state IN ('proposed', 'confirmed')"),
        )
        batch_op.drop_index(batch_op.f("ix_cohort_made_up_session_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_made_up_session_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_made_up_session_day_part_id"))

    op.drop_table("cohort_made_up_session")
    with op.batch_alter_table("cohort_catch_up_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_catch_up_task_judged_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_catch_up_task_given_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_catch_up_task_file_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_catch_up_task_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_catch_up_task_day_part_id"))

    op.drop_table("cohort_catch_up_task")
    with op.batch_alter_table("cohort_attendance_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_proposal_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_proposal_day_part_id"))

    op.drop_table("cohort_attendance_proposal")
    with op.batch_alter_table("cohort_attendance_alert", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cohort_attendance_alert_standing",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_alert_enrolment_id"))

    op.drop_table("cohort_attendance_alert")
