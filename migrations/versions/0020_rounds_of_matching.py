"""Rounds in which people are put together, their arrangements, private lists and line managers."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_round",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("apart", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_matching_round_cohort_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["account_person.id"], name=op.f("fk_matching_round_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_round")),
        sa.UniqueConstraint(
            "cohort_id", "kind", "number", name=op.f("uq_matching_round_cohort_id_kind_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_round_public_id")),
    )
    with op.batch_alter_table("matching_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_round_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_round_opened_by_id"), ["opened_by_id"], unique=False)
        batch_op.create_index(
            "uq_matching_round_draft",
            ["cohort_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.create_table(
        "matching_arrangement",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.Column("gone_id", sa.Integer(), nullable=True),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("visits", sa.JSON(), nullable=False),
        sa.Column("account", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gone_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_arrangement_gone_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account_person.id"], name=op.f("fk_matching_arrangement_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account_person.id"], name=op.f("fk_matching_arrangement_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_round.id"], name=op.f("fk_matching_arrangement_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_arrangement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_arrangement_public_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_matching_arrangement_round_id_number")),
    )
    with op.batch_alter_table("matching_arrangement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_arrangement_gone_id"), ["gone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_arrangement_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_matching_arrangement_published_by_id"), ["published_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_matching_arrangement_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "uq_matching_arrangement_current",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
        )

    op.create_table(
        "matching_line_manager",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_line_manager_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account_person.id"], name=op.f("fk_matching_line_manager_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_line_manager_manager_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_line_manager")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_matching_line_manager_enrolment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_line_manager_public_id")),
    )
    with op.batch_alter_table("matching_line_manager", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matching_line_manager_entered_by_id"), ["entered_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_matching_line_manager_manager_id"), ["manager_id"], unique=False)

    op.create_table(
        "matching_pin",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("host_key", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_pin_first_id")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account_person.id"], name=op.f("fk_matching_pin_made_by_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["matching_round.id"], name=op.f("fk_matching_pin_round_id")),
        sa.ForeignKeyConstraint(
            ["second_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_pin_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_pin")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_pin_public_id")),
        sa.UniqueConstraint(
            "round_id",
            "kind",
            "first_id",
            "second_id",
            "host_key",
            name=op.f("uq_matching_pin_round_id_kind_first_id_second_id_host_key"),
        ),
    )
    with op.batch_alter_table("matching_pin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_pin_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_pin_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_pin_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_pin_second_id"), ["second_id"], unique=False)

    op.create_table(
        "matching_round_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_round_member_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_round.id"], name=op.f("fk_matching_round_member_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_round_member")),
        sa.UniqueConstraint(
            "round_id", "enrolment_id", name=op.f("uq_matching_round_member_round_id_enrolment_id")
        ),
    )
    with op.batch_alter_table("matching_round_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matching_round_member_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "matching_veto",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_veto_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_veto")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_matching_veto_enrolment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matching_veto_public_id")),
    )
    op.create_table(
        "matching_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrangement_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("host_reference", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["arrangement_id"], ["matching_arrangement.id"], name=op.f("fk_matching_seat_arrangement_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_seat_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["cohort_enrolment.id"], name=op.f("fk_matching_seat_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_seat")),
    )
    with op.batch_alter_table("matching_seat", schema=None) as batch_op:
        batch_op.create_index(
            "ix_matching_seat_arrangement_id", ["arrangement_id", "group_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_matching_seat_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_seat_host_id"), ["host_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("matching_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_seat_host_id"))
        batch_op.drop_index(batch_op.f("ix_matching_seat_enrolment_id"))
        batch_op.drop_index("ix_matching_seat_arrangement_id")

    op.drop_table("matching_seat")
    op.drop_table("matching_veto")
    with op.batch_alter_table("matching_round_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_round_member_enrolment_id"))

    op.drop_table("matching_round_member")
    with op.batch_alter_table("matching_pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_pin_second_id"))
        batch_op.drop_index(batch_op.f("ix_matching_pin_round_id"))
        batch_op.drop_index(batch_op.f("ix_matching_pin_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_matching_pin_first_id"))

    op.drop_table("matching_pin")
    with op.batch_alter_table("matching_line_manager", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_line_manager_manager_id"))
        batch_op.drop_index(batch_op.f("ix_matching_line_manager_entered_by_id"))

    op.drop_table("matching_line_manager")
    with op.batch_alter_table("matching_arrangement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_matching_arrangement_current",
            sqlite_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_matching_arrangement_round_id"))
        batch_op.drop_index(batch_op.f("ix_matching_arrangement_published_by_id"))
        batch_op.drop_index(batch_op.f("ix_matching_arrangement_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_matching_arrangement_gone_id"))

    op.drop_table("matching_arrangement")
    with op.batch_alter_table("matching_round", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_matching_round_draft",
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.drop_index(batch_op.f("ix_matching_round_opened_by_id"))
        batch_op.drop_index(batch_op.f("ix_matching_round_cohort_id"))

    op.drop_table("matching_round")
