"""Notices and how people want to be mailed about them; a mail knows that its address was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_notice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("line", sa.String(length=500), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailing", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_message_notice_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_notice_public_id")),
    )
    op.create_index("ix_message_notice_mailing_person_id", "message_notice", ["mailing", "person_id"])
    op.create_index("ix_message_notice_person_id_read_at", "message_notice", ["person_id", "read_at"])
    op.create_table(
        "message_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["account_person.id"], name=op.f("fk_message_preference_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_preference")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_message_preference_person_id_kind")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_preference_public_id")),
    )
    with op.batch_alter_table("core_intent") as batch_op:
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("core_intent") as batch_op:
        batch_op.drop_column("bounced_at")
    op.drop_table("message_preference")
    op.drop_table("message_notice")
