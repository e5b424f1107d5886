"""The board of a cohort."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_post",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("module_key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'answer') = (topic_id IS NOT NULL)", name=op.f("ck_board_post_answer_has_a_topic")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account_person.id"], name=op.f("fk_board_post_author_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_board_post_cohort_id")),
        sa.ForeignKeyConstraint(["file_id"], ["core_file.id"], name=op.f("fk_board_post_file_id")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["account_person.id"], name=op.f("fk_board_post_removed_by_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["board_post.id"], name=op.f("fk_board_post_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_board_post_public_id")),
    )
    for column in ("author_id", "file_id", "removed_by_id", "topic_id"):
        op.create_index(op.f(f"ix_board_post_{column}"), "board_post", [column])
    op.create_index("ix_board_post_cohort_id_latest_at", "board_post", ["cohort_id", "latest_at"])


def downgrade() -> None:
    op.drop_table("board_post")
