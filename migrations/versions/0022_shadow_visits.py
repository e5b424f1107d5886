"""Shadow visits: hosts and their days, wishes, visits with their history, links, and what was written."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shadowing_host",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("work", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("arrival", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("dress", sa.String(length=300), nullable=False),
        sa.Column("checks", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_shadowing_host_cohort_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account_person.id"], name=op.f("fk_shadowing_host_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["account_organisation.id"], name=op.f("fk_shadowing_host_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_shadowing_host_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_host")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_shadowing_host_cohort_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_host_public_id")),
    )
    with op.batch_alter_table("shadowing_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_host_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_host_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_shadowing_host_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_shadowing_host_person_id"), ["person_id"], unique=False)

    op.create_table(
        "shadowing_host_slot",
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("series", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "capacity BETWEEN 1 AND 2", name=op.f("ck_shadowing_host_slot_capacity_is_one_or_two")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shadowing_host_slot_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["host_id"], ["shadowing_host.id"], name=op.f("fk_shadowing_host_slot_host_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_host_slot")),
        sa.UniqueConstraint("host_id", "starts_at", name=op.f("uq_shadowing_host_slot_host_id_starts_at")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_host_slot_public_id")),
    )
    with op.batch_alter_table("shadowing_host_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_host_slot_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_host_slot_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "shadowing_wish",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("learning_question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_shadowing_wish_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_wish")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_shadowing_wish_enrolment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_wish_public_id")),
    )
    op.create_table(
        "shadowing_visit",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("learning_question", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("prepared", sa.JSON(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("real_minutes", sa.Integer(), nullable=True),
        sa.Column("debrief_minutes", sa.Integer(), nullable=True),
        sa.Column("was_partly_absent", sa.Boolean(), nullable=False),
        sa.Column("host_remark", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_week_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_day_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shadowing_visit_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_shadowing_visit_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["shadowing_host.id"], name=op.f("fk_shadowing_visit_host_id")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_visit_replaces_id")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["shadowing_host_slot.id"], name=op.f("fk_shadowing_visit_slot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_visit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_visit_public_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_shadowing_visit_replaces_id")),
    )
    with op.batch_alter_table("shadowing_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_visit_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_visit_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_visit_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_visit_slot_id"), ["slot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_visit_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_visit_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_shadowing_visit_pair",
            ["enrolment_id", "host_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('requested', 'considering', 'accepted', 'done')"),
            postgresql_where=sa.text("state IN ('requested', 'considering', 'accepted', 'done')"),
        )

    op.create_table(
        "shadowing_wished_host",
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["shadowing_host.id"], name=op.f("fk_shadowing_wished_host_host_id")
        ),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["shadowing_wish.id"], name=op.f("fk_shadowing_wished_host_wish_id")
        ),
        sa.PrimaryKeyConstraint("wish_id", "rank", name=op.f("pk_shadowing_wished_host")),
    )
    with op.batch_alter_table("shadowing_wished_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_wished_host_host_id"), ["host_id"], unique=False)

    op.create_table(
        "shadowing_host_link",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_host_link_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_host_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_host_link_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_shadowing_host_link_token_hash")),
    )
    with op.batch_alter_table("shadowing_host_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_host_link_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "shadowing_observation",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("surprised", sa.Text(), nullable=False),
        sa.Column("other_word", sa.Text(), nullable=False),
        sa.Column("will_try", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_observation_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_observation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_observation_public_id")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_shadowing_observation_visit_id")),
    )
    op.create_table(
        "shadowing_proposed_term",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["account_organisation.id"],
            name=op.f("fk_shadowing_proposed_term_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_proposed_term_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_proposed_term")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_proposed_term_public_id")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_shadowing_proposed_term_visit_id")),
    )
    with op.batch_alter_table("shadowing_proposed_term", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shadowing_proposed_term_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "shadowing_reflection",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_with_id", sa.Integer(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shared_with_id"], ["account_person.id"], name=op.f("fk_shadowing_reflection_shared_with_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_reflection_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_reflection")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_reflection_public_id")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_shadowing_reflection_visit_id")),
    )
    with op.batch_alter_table("shadowing_reflection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shadowing_reflection_shared_with_id"), ["shared_with_id"], unique=False
        )

    op.create_table(
        "shadowing_visit_change",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("from_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account_person.id"], name=op.f("fk_shadowing_visit_change_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_visit_change_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_visit_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_visit_change_public_id")),
    )
    with op.batch_alter_table("shadowing_visit_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shadowing_visit_change_changed_by_id"), ["changed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_shadowing_visit_change_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "shadowing_visit_signature",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["shadowing_visit.id"], name=op.f("fk_shadowing_visit_signature_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_visit_signature")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shadowing_visit_signature_public_id")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_shadowing_visit_signature_visit_id")),
    )


def downgrade() -> None:
    op.drop_table("shadowing_visit_signature")
    with op.batch_alter_table("shadowing_visit_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_change_visit_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_change_changed_by_id"))

    op.drop_table("shadowing_visit_change")
    with op.batch_alter_table("shadowing_reflection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_reflection_shared_with_id"))

    op.drop_table("shadowing_reflection")
    with op.batch_alter_table("shadowing_proposed_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_proposed_term_organisation_id"))

    op.drop_table("shadowing_proposed_term")
    op.drop_table("shadowing_observation")
    with op.batch_alter_table("shadowing_host_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_host_link_visit_id"))

    op.drop_table("shadowing_host_link")
    with op.batch_alter_table("shadowing_wished_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_wished_host_host_id"))

    op.drop_table("shadowing_wished_host")
    with op.batch_alter_table("shadowing_visit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shadowing_visit_pair",
            sqlite_where=sa.text("state IN ('requested', 'considering', 'accepted', 'done')"),
            postgresql_where=sa.text("state IN ('requested', 'considering', 'accepted', 'done')"),
        )
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_state"))
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_starts_at"))
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_slot_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_round_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_host_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_visit_enrolment_id"))

    op.drop_table("shadowing_visit")
    op.drop_table("shadowing_wish")
    with op.batch_alter_table("shadowing_host_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_host_slot_starts_at"))
        batch_op.drop_index(batch_op.f("ix_shadowing_host_slot_host_id"))

    op.drop_table("shadowing_host_slot")
    with op.batch_alter_table("shadowing_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_host_person_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_host_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_host_entered_by_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_host_cohort_id"))

    op.drop_table("shadowing_host")
