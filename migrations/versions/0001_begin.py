"""The first schema: people, programmes, cohorts, learning, papers and certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_attempt")),
    )
    with op.batch_alter_table("account_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_attempt_key_hash"), ["key_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_attempt_tried_at"), ["tried_at"], unique=False)

    op.create_table(
        "account_discipline",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_discipline")),
        sa.UniqueConstraint("name", name=op.f("uq_account_discipline_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_discipline_public_id")),
    )
    op.create_table(
        "account_job_role",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_job_role")),
        sa.UniqueConstraint("name", name=op.f("uq_account_job_role_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_job_role_public_id")),
    )
    op.create_table(
        "account_organisation",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["account_organisation.id"], name=op.f("fk_account_organisation_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_account_organisation_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_organisation_public_id")),
    )
    with op.batch_alter_table("account_organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_organisation_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "account_person",
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=30), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_secret", sa.String(length=64), nullable=True),
        sa.Column("second_factor_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_last_step", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_person_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_person_public_id")),
    )
    with op.batch_alter_table("account_person", schema=None) as batch_op:
        batch_op.create_index("ix_account_person_family_name", ["family_name", "given_name"], unique=False)

    op.create_table(
        "core_file",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_file_public_id")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_core_file_stored_as")),
    )
    op.create_table(
        "core_form_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("location", sa.String(length=1000), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_form_key")),
    )
    with op.batch_alter_table("core_form_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_form_key_handled_at"), ["handled_at"], unique=False)

    op.create_table(
        "core_intent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_intent")),
    )
    with op.batch_alter_table("core_intent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_intent_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_intent_due_at"), ["due_at"], unique=False)

    op.create_table(
        "programme",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_title", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_public_id")),
        sa.UniqueConstraint("title", name=op.f("uq_programme_title")),
    )
    op.create_table(
        "account_hat",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hat", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["account_person.id"], name=op.f("fk_account_hat_granted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["account_organisation.id"], name=op.f("fk_account_hat_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["account_person.id"], name=op.f("fk_account_hat_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_hat")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_hat_public_id")),
    )
    with op.batch_alter_table("account_hat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_hat_granted_by_id"), ["granted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_hat_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_hat_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_hat_scope"), ["scope"], unique=False)

    op.create_table(
        "account_membership",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("job_role_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["discipline_id"], ["account_discipline.id"], name=op.f("fk_account_membership_discipline_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_role_id"], ["account_job_role.id"], name=op.f("fk_account_membership_job_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["account_organisation.id"],
            name=op.f("fk_account_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_account_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_membership")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_membership_public_id")),
    )
    with op.batch_alter_table("account_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_membership_discipline_id"), ["discipline_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_account_membership_job_role_id"), ["job_role_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_account_membership_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_account_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_account_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_session_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_token",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_account_token_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_token_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_token_token_hash")),
    )
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account_person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("entry_hash", name=op.f("uq_audit_entry_entry_hash")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_happened_at"), ["happened_at"], unique=False)

    op.create_table(
        "programme_version",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("motto", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("duration_weeks", sa.Integer(), nullable=False),
        sa.Column("study_load_hours", sa.Integer(), nullable=False),
        sa.Column("attendance_norm", sa.Integer(), nullable=False),
        sa.Column("certificate_text", sa.Text(), nullable=False),
        sa.Column("rubric_title", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_version_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_version")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_programme_version_programme_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_version_public_id")),
    )
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_version_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "cohort",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("academic_year", sa.String(length=9), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target_size", sa.Integer(), nullable=False),
        sa.Column("maximum_size", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"], ["programme_version.id"], name=op.f("fk_cohort_programme_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_public_id")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_academic_year"), ["academic_year"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cohort_programme_version_id"), ["programme_version_id"], unique=False
        )

    op.create_table(
        "programme_aim",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_programme_aim_programme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_aim")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_aim_public_id")),
    )
    with op.batch_alter_table("programme_aim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_aim_programme_version_id"), ["programme_version_id"], unique=False
        )

    op.create_table(
        "programme_criterion",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_title", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("is_must_pass", sa.Boolean(), nullable=False),
        sa.Column("insufficient", sa.Text(), nullable=False),
        sa.Column("sufficient", sa.Text(), nullable=False),
        sa.Column("good", sa.Text(), nullable=False),
        sa.Column("excellent", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_programme_criterion_programme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_criterion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_criterion_public_id")),
    )
    with op.batch_alter_table("programme_criterion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_criterion_programme_version_id"), ["programme_version_id"], unique=False
        )

    op.create_table(
        "programme_entry_condition",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_programme_entry_condition_programme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_entry_condition")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_entry_condition_public_id")),
    )
    with op.batch_alter_table("programme_entry_condition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_entry_condition_programme_version_id"),
            ["programme_version_id"],
            unique=False,
        )

    op.create_table(
        "programme_module",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_title", sa.String(length=30), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("aim_keys", sa.JSON(), nullable=False),
        sa.Column("opens_after_weeks", sa.Integer(), nullable=False),
        sa.Column("planned_until_week", sa.Integer(), nullable=False),
        sa.Column("requires_keys", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_programme_module_programme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_module")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_module_public_id")),
    )
    with op.batch_alter_table("programme_module", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_module_programme_version_id"), ["programme_version_id"], unique=False
        )

    op.create_table(
        "programme_requirement",
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_title", sa.String(length=30), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("planned_week", sa.Integer(), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=True),
        sa.Column("is_on_route", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_programme_requirement_programme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_requirement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_requirement_public_id")),
    )
    with op.batch_alter_table("programme_requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_requirement_programme_version_id"),
            ["programme_version_id"],
            unique=False,
        )

    op.create_table(
        "cohort_admission",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_admission_cohort_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["account_organisation.id"], name=op.f("fk_cohort_admission_organisation_id")
        ),
        sa.PrimaryKeyConstraint("cohort_id", "organisation_id", name=op.f("pk_cohort_admission")),
    )
    with op.batch_alter_table("cohort_admission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_admission_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "cohort_enrolment",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("discipline_id", sa.Integer(), nullable=True),
        sa.Column("job_role_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_enrolment_cohort_id")),
        sa.ForeignKeyConstraint(
            ["discipline_id"], ["account_discipline.id"], name=op.f("fk_cohort_enrolment_discipline_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_role_id"], ["account_job_role.id"], name=op.f("fk_cohort_enrolment_job_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["account_organisation.id"], name=op.f("fk_cohort_enrolment_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_cohort_enrolment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_enrolment")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_cohort_enrolment_cohort_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_enrolment_public_id")),
    )
    with op.batch_alter_table("cohort_enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_enrolment_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cohort_enrolment_discipline_id"), ["discipline_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cohort_enrolment_job_role_id"), ["job_role_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cohort_enrolment_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cohort_enrolment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cohort_meeting",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_meeting_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_meeting_public_id")),
    )
    with op.batch_alter_table("cohort_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_meeting_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_meeting_held_on"), ["held_on"], unique=False)

    op.create_table(
        "programme_activity",
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("due_after_weeks", sa.Integer(), nullable=True),
        sa.Column("requires_keys", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_year", sa.Integer(), nullable=True),
        sa.Column("evidence_kind", sa.String(length=40), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("reflection_form", sa.String(length=40), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("captions_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["captions_id"], ["core_file.id"], name=op.f("fk_programme_activity_captions_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["core_file.id"], name=op.f("fk_programme_activity_file_id")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["programme_module.id"], name=op.f("fk_programme_activity_module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_activity")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_activity_public_id")),
    )
    with op.batch_alter_table("programme_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_activity_captions_id"), ["captions_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_activity_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_activity_module_id"), ["module_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("academic_year", sa.String(length=9), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("signature", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revocation_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["cohort_enrolment.id"],
            name=op.f("fk_certificate_enrolment_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["account_person.id"], name=op.f("fk_certificate_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["account_person.id"], name=op.f("fk_certificate_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "academic_year", "sequence", "edition", name=op.f("uq_certificate_academic_year_sequence_edition")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_public_id")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_issued_by_id"), ["issued_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_revoked_by_id"), ["revoked_by_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_standing",
            ["enrolment_id", "kind"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "cohort_day_part",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("net_minutes", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["cohort_meeting.id"], name=op.f("fk_cohort_day_part_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["account_person.id"], name=op.f("fk_cohort_day_part_registered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_day_part")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_day_part_public_id")),
    )
    with op.batch_alter_table("cohort_day_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_day_part_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cohort_day_part_registered_by_id"), ["registered_by_id"], unique=False
        )

    op.create_table(
        "cohort_enrolment_change",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account_person.id"], name=op.f("fk_cohort_enrolment_change_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_cohort_enrolment_change_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_enrolment_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_enrolment_change_public_id")),
    )
    with op.batch_alter_table("cohort_enrolment_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_enrolment_change_changed_by_id"), ["changed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_enrolment_change_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "learning_completion",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account_person.id"], name=op.f("fk_learning_completion_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_learning_completion_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["programme_requirement.id"],
            name=op.f("fk_learning_completion_requirement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_completion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_completion_public_id")),
    )
    with op.batch_alter_table("learning_completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_completion_confirmed_by_id"), ["confirmed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_learning_completion_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_learning_completion_reached_at"), ["reached_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_learning_completion_requirement_id"), ["requirement_id"], unique=False
        )
        batch_op.create_index(
            "uq_learning_completion_standing",
            ["enrolment_id", "requirement_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "learning_evidence",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_learning_evidence_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["core_file.id"], name=op.f("fk_learning_evidence_file_id")),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["account_person.id"], name=op.f("fk_learning_evidence_judged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["programme_requirement.id"], name=op.f("fk_learning_evidence_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_evidence_public_id")),
    )
    with op.batch_alter_table("learning_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_evidence_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_evidence_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_evidence_judged_by_id"), ["judged_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_learning_evidence_requirement_id"), ["requirement_id"], unique=False
        )

    op.create_table(
        "learning_progress",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["programme_activity.id"], name=op.f("fk_learning_progress_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_learning_progress_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_progress")),
        sa.UniqueConstraint(
            "enrolment_id", "activity_id", name=op.f("uq_learning_progress_enrolment_id_activity_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_progress_public_id")),
    )
    with op.batch_alter_table("learning_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_progress_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_progress_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "learning_reflection",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["programme_activity.id"], name=op.f("fk_learning_reflection_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_learning_reflection_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_reflection")),
        sa.UniqueConstraint(
            "enrolment_id", "activity_id", name=op.f("uq_learning_reflection_enrolment_id_activity_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_reflection_public_id")),
    )
    with op.batch_alter_table("learning_reflection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_reflection_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_learning_reflection_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "paper_assignment",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grade_within_working_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["programme_activity.id"], name=op.f("fk_paper_assignment_activity_id")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_paper_assignment_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_assignment")),
        sa.UniqueConstraint(
            "cohort_id", "activity_id", name=op.f("uq_paper_assignment_cohort_id_activity_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_assignment_public_id")),
    )
    with op.batch_alter_table("paper_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_assignment_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_assignment_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "programme_question",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["programme_activity.id"], name=op.f("fk_programme_question_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_question_public_id")),
    )
    with op.batch_alter_table("programme_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_question_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "cohort_attendance",
        sa.Column("day_part_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("minutes_missed", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_part_id"], ["cohort_day_part.id"], name=op.f("fk_cohort_attendance_day_part_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_cohort_attendance_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account_person.id"], name=op.f("fk_cohort_attendance_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_attendance")),
        sa.UniqueConstraint(
            "day_part_id", "enrolment_id", name=op.f("uq_cohort_attendance_day_part_id_enrolment_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_attendance_public_id")),
    )
    with op.batch_alter_table("cohort_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_attendance_day_part_id"), ["day_part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_attendance_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cohort_attendance_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "paper_submission",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_grade", sa.Integer(), nullable=True),
        sa.Column("released_outcome", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["paper_assignment.id"], name=op.f("fk_paper_submission_assignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_paper_submission_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_submission")),
        sa.UniqueConstraint(
            "assignment_id", "enrolment_id", name=op.f("uq_paper_submission_assignment_id_enrolment_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_submission_public_id")),
    )
    with op.batch_alter_table("paper_submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_submission_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paper_submission_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "programme_option",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["programme_question.id"], name=op.f("fk_programme_option_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_option")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_option_public_id")),
    )
    with op.batch_alter_table("programme_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_option_question_id"), ["question_id"], unique=False)

    op.create_table(
        "cohort_attendance_correction",
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("old_status", sa.String(length=40), nullable=False),
        sa.Column("old_minutes_missed", sa.Integer(), nullable=False),
        sa.Column("new_status", sa.String(length=40), nullable=False),
        sa.Column("new_minutes_missed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["cohort_attendance.id"],
            name=op.f("fk_cohort_attendance_correction_attendance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"],
            ["account_person.id"],
            name=op.f("fk_cohort_attendance_correction_corrected_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_attendance_correction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_attendance_correction_public_id")),
    )
    with op.batch_alter_table("cohort_attendance_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_attendance_correction_attendance_id"), ["attendance_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cohort_attendance_correction_corrected_by_id"), ["corrected_by_id"], unique=False
        )

    op.create_table(
        "learning_answer",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["cohort_enrolment.id"], name=op.f("fk_learning_answer_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["programme_option.id"], name=op.f("fk_learning_answer_option_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["programme_question.id"], name=op.f("fk_learning_answer_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_answer")),
        sa.UniqueConstraint(
            "enrolment_id", "question_id", name=op.f("uq_learning_answer_enrolment_id_question_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_answer_public_id")),
    )
    with op.batch_alter_table("learning_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_answer_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_answer_option_id"), ["option_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "paper_assessor",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_paper_assessor_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["paper_submission.id"], name=op.f("fk_paper_assessor_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_assessor")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_assessor_public_id")),
        sa.UniqueConstraint(
            "submission_id", "person_id", name=op.f("uq_paper_assessor_submission_id_person_id")
        ),
        sa.UniqueConstraint("submission_id", "seat", name=op.f("uq_paper_assessor_submission_id_seat")),
    )
    with op.batch_alter_table("paper_assessor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_assessor_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_assessor_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "paper_version",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["core_file.id"], name=op.f("fk_paper_version_file_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["paper_submission.id"], name=op.f("fk_paper_version_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_version_public_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_paper_version_receipt")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_paper_version_submission_id_number")),
    )
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_version_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_version_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "paper_assessment",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("paper_version_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("unmet_conditions", sa.JSON(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("growth_point", sa.Text(), nullable=False),
        sa.Column("feed_forward", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["paper_assessor.id"], name=op.f("fk_paper_assessment_assessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_version_id"], ["paper_version.id"], name=op.f("fk_paper_assessment_paper_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["paper_submission.id"], name=op.f("fk_paper_assessment_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_assessment")),
        sa.UniqueConstraint(
            "paper_version_id", "assessor_id", name=op.f("uq_paper_assessment_paper_version_id_assessor_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_assessment_public_id")),
    )
    with op.batch_alter_table("paper_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_assessment_assessor_id"), ["assessor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paper_assessment_paper_version_id"), ["paper_version_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paper_assessment_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "paper_grade_entry",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["paper_assessment.id"], name=op.f("fk_paper_grade_entry_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account_person.id"], name=op.f("fk_paper_grade_entry_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["paper_submission.id"], name=op.f("fk_paper_grade_entry_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_grade_entry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_grade_entry_public_id")),
    )
    with op.batch_alter_table("paper_grade_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_grade_entry_assessment_id"), ["assessment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paper_grade_entry_entered_by_id"), ["entered_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paper_grade_entry_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "paper_mark",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("motivation", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["paper_assessment.id"], name=op.f("fk_paper_mark_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["programme_criterion.id"], name=op.f("fk_paper_mark_criterion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_mark")),
        sa.UniqueConstraint(
            "assessment_id", "criterion_id", name=op.f("uq_paper_mark_assessment_id_criterion_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_mark_public_id")),
    )
    with op.batch_alter_table("paper_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_mark_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_mark_criterion_id"), ["criterion_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paper_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_mark_criterion_id"))
        batch_op.drop_index(batch_op.f("ix_paper_mark_assessment_id"))

    op.drop_table("paper_mark")
    with op.batch_alter_table("paper_grade_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_grade_entry_submission_id"))
        batch_op.drop_index(batch_op.f("ix_paper_grade_entry_entered_by_id"))
        batch_op.drop_index(batch_op.f("ix_paper_grade_entry_assessment_id"))

    op.drop_table("paper_grade_entry")
    with op.batch_alter_table("paper_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_assessment_submission_id"))
        batch_op.drop_index(batch_op.f("ix_paper_assessment_paper_version_id"))
        batch_op.drop_index(batch_op.f("ix_paper_assessment_assessor_id"))

    op.drop_table("paper_assessment")
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_version_submission_id"))
        batch_op.drop_index(batch_op.f("ix_paper_version_file_id"))

    op.drop_table("paper_version")
    with op.batch_alter_table("paper_assessor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_assessor_submission_id"))
        batch_op.drop_index(batch_op.f("ix_paper_assessor_person_id"))

    op.drop_table("paper_assessor")
    with op.batch_alter_table("learning_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_answer_question_id"))
        batch_op.drop_index(batch_op.f("ix_learning_answer_option_id"))
        batch_op.drop_index(batch_op.f("ix_learning_answer_enrolment_id"))

    op.drop_table("learning_answer")
    with op.batch_alter_table("cohort_attendance_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_correction_corrected_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_correction_attendance_id"))

    op.drop_table("cohort_attendance_correction")
    with op.batch_alter_table("programme_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_option_question_id"))

    op.drop_table("programme_option")
    with op.batch_alter_table("paper_submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_submission_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_paper_submission_assignment_id"))

    op.drop_table("paper_submission")
    with op.batch_alter_table("cohort_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_attendance_day_part_id"))

    op.drop_table("cohort_attendance")
    with op.batch_alter_table("programme_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_question_activity_id"))

    op.drop_table("programme_question")
    with op.batch_alter_table("paper_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_assignment_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_paper_assignment_activity_id"))

    op.drop_table("paper_assignment")
    with op.batch_alter_table("learning_reflection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_reflection_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_learning_reflection_activity_id"))

    op.drop_table("learning_reflection")
    with op.batch_alter_table("learning_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_progress_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_learning_progress_activity_id"))

    op.drop_table("learning_progress")
    with op.batch_alter_table("learning_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_evidence_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_learning_evidence_judged_by_id"))
        batch_op.drop_index(batch_op.f("ix_learning_evidence_file_id"))
        batch_op.drop_index(batch_op.f("ix_learning_evidence_enrolment_id"))

    op.drop_table("learning_evidence")
    with op.batch_alter_table("learning_completion", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_learning_completion_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_learning_completion_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_learning_completion_reached_at"))
        batch_op.drop_index(batch_op.f("ix_learning_completion_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_learning_completion_confirmed_by_id"))

    op.drop_table("learning_completion")
    with op.batch_alter_table("cohort_enrolment_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_change_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_change_changed_by_id"))

    op.drop_table("cohort_enrolment_change")
    with op.batch_alter_table("cohort_day_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_day_part_registered_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_day_part_meeting_id"))

    op.drop_table("cohort_day_part")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_standing",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_certificate_revoked_by_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_issued_by_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_enrolment_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("programme_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_activity_module_id"))
        batch_op.drop_index(batch_op.f("ix_programme_activity_file_id"))
        batch_op.drop_index(batch_op.f("ix_programme_activity_captions_id"))

    op.drop_table("programme_activity")
    with op.batch_alter_table("cohort_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_meeting_held_on"))
        batch_op.drop_index(batch_op.f("ix_cohort_meeting_cohort_id"))

    op.drop_table("cohort_meeting")
    with op.batch_alter_table("cohort_enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_person_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_job_role_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_discipline_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_enrolment_cohort_id"))

    op.drop_table("cohort_enrolment")
    with op.batch_alter_table("cohort_admission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_admission_organisation_id"))

    op.drop_table("cohort_admission")
    with op.batch_alter_table("programme_requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_requirement_programme_version_id"))

    op.drop_table("programme_requirement")
    with op.batch_alter_table("programme_module", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_module_programme_version_id"))

    op.drop_table("programme_module")
    with op.batch_alter_table("programme_entry_condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_entry_condition_programme_version_id"))

    op.drop_table("programme_entry_condition")
    with op.batch_alter_table("programme_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_criterion_programme_version_id"))

    op.drop_table("programme_criterion")
    with op.batch_alter_table("programme_aim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_aim_programme_version_id"))

    op.drop_table("programme_aim")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_academic_year"))

    op.drop_table("cohort")
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_version_programme_id"))

    op.drop_table("programme_version")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_happened_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_event"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_token_person_id"))

    op.drop_table("account_token")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_person_id"))

    op.drop_table("account_session")
    with op.batch_alter_table("account_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_account_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_account_membership_job_role_id"))
        batch_op.drop_index(batch_op.f("ix_account_membership_discipline_id"))

    op.drop_table("account_membership")
    with op.batch_alter_table("account_hat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_hat_scope"))
        batch_op.drop_index(batch_op.f("ix_account_hat_person_id"))
        batch_op.drop_index(batch_op.f("ix_account_hat_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_account_hat_granted_by_id"))

    op.drop_table("account_hat")
    op.drop_table("programme")
    with op.batch_alter_table("core_intent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_intent_due_at"))
        batch_op.drop_index(batch_op.f("ix_core_intent_done_at"))

    op.drop_table("core_intent")
    with op.batch_alter_table("core_form_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_form_key_handled_at"))

    op.drop_table("core_form_key")
    op.drop_table("core_file")
    with op.batch_alter_table("account_person", schema=None) as batch_op:
        batch_op.drop_index("ix_account_person_family_name")

    op.drop_table("account_person")
    with op.batch_alter_table("account_organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_organisation_parent_id"))

    op.drop_table("account_organisation")
    op.drop_table("account_job_role")
    op.drop_table("account_discipline")
    with op.batch_alter_table("account_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_attempt_tried_at"))
        batch_op.drop_index(batch_op.f("ix_account_attempt_key_hash"))

    op.drop_table("account_attempt")
