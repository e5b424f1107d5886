"""A requirement can be met by a tailored decision of two people."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_tailored_decision",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account_person.id"], name=op.f("fk_learning_tailored_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_learning_tailored_decision_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["account_person.id"],
            name=op.f("fk_learning_tailored_decision_proposed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["programme_requirement.id"],
            name=op.f("fk_learning_tailored_decision_requirement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_tailored_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_tailored_decision_public_id")),
    )
    with op.batch_alter_table("learning_tailored_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_tailored_decision_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_learning_tailored_decision_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_learning_tailored_decision_proposed_by_id"), ["proposed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_learning_tailored_decision_requirement_id"), ["requirement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_learning_tailored_decision_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_learning_tailored_decision_open",
            ["enrolment_id", "requirement_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    with op.batch_alter_table("learning_completion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_learning_completion_decision_id"), ["decision_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_completion_decision_id"),
            "learning_tailored_decision",
            ["decision_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("learning_completion", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_learning_completion_decision_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_learning_completion_decision_id"))
        batch_op.drop_column("decision_id")

    with op.batch_alter_table("learning_tailored_decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_learning_tailored_decision_open",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_learning_tailored_decision_state"))
        batch_op.drop_index(batch_op.f("ix_learning_tailored_decision_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_learning_tailored_decision_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_learning_tailored_decision_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_learning_tailored_decision_decided_by_id"))

    op.drop_table("learning_tailored_decision")
