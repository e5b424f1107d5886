"""Lists of participants with their judged rows, rounds of invitations, and mailed links that may bounce."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_import",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("unread_heads", sa.JSON(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("taken_in", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("invites", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_roster_import_cohort_id")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account_person.id"], name=op.f("fk_roster_import_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_import_public_id")),
    )
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_import_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_import_sent_by_id"), ["sent_by_id"], unique=False)

    op.create_table(
        "roster_round",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("passed_over", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_roster_round_cohort_id")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["account_person.id"], name=op.f("fk_roster_round_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_round_public_id")),
    )
    with op.batch_alter_table("roster_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_round_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_round_started_by_id"), ["started_by_id"], unique=False)

    op.create_table(
        "roster_import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["roster_import.id"],
            name=op.f("fk_roster_import_row_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import_row")),
    )
    with op.batch_alter_table("roster_import_row", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roster_import_row_import_id", ["import_id", "state", "number"], unique=False
        )

    op.create_table(
        "roster_round_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_roster_round_place_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["roster_round.id"], name=op.f("fk_roster_round_place_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_round_place")),
    )
    with op.batch_alter_table("roster_round_place", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_round_place_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index("ix_roster_round_place_round_id", ["round_id", "state", "id"], unique=False)

    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_account_token_message_id"), ["message_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_token_message_id"))
        batch_op.drop_column("bounced_at")
        batch_op.drop_column("message_id")

    with op.batch_alter_table("roster_round_place", schema=None) as batch_op:
        batch_op.drop_index("ix_roster_round_place_round_id")
        batch_op.drop_index(batch_op.f("ix_roster_round_place_enrolment_id"))

    op.drop_table("roster_round_place")
    with op.batch_alter_table("roster_import_row", schema=None) as batch_op:
        batch_op.drop_index("ix_roster_import_row_import_id")

    op.drop_table("roster_import_row")
    with op.batch_alter_table("roster_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_round_started_by_id"))
        batch_op.drop_index(batch_op.f("ix_roster_round_cohort_id"))

    op.drop_table("roster_round")
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_import_sent_by_id"))
        batch_op.drop_index(batch_op.f("ix_roster_import_cohort_id"))

    op.drop_table("roster_import")
