"""Reminders of a cohort, and who got which."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "reminder",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("anchor", sa.String(length=40), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'evidence' OR requirement_id IS NOT NULL", name=op.f("ck_reminder_evidence_has_asked")
        ),
        sa.CheckConstraint(
            "kind <> 'paper' OR assignment_id IS NOT NULL", name=op.f("ck_reminder_paper_has_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["paper_assignment.id"], name=op.f("fk_reminder_assignment_id")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_reminder_cohort_id")),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["account_person.id"], name=op.f("fk_reminder_planned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["programme_requirement.id"], name=op.f("fk_reminder_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reminder_public_id")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_planned_by_id"), ["planned_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_requirement_id"), ["requirement_id"], unique=False)

    op.create_table(
        "reminder_delivery",
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_reminder_delivery_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_delivery_reminder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_delivery")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reminder_delivery_public_id")),
        sa.UniqueConstraint(
            "reminder_id", "enrolment_id", name=op.f("uq_reminder_delivery_reminder_id_enrolment_id")
        ),
    )
    with op.batch_alter_table("reminder_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_delivery_enrolment_id"), ["enrolment_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("reminder_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_delivery_enrolment_id"))

    op.drop_table("reminder_delivery")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_planned_by_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_assignment_id"))

    op.drop_table("reminder")
