"""Participants of many cohorts on their way into one file."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_export",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["core_file.id"], name=op.f("fk_roster_export_file_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account_person.id"], name=op.f("fk_roster_export_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_export")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_export_public_id")),
    )
    with op.batch_alter_table("roster_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_export_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_export_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "roster_export_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"],
            ["roster_export.id"],
            name=op.f("fk_roster_export_row_export_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_export_row")),
    )
    with op.batch_alter_table("roster_export_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_export_row_export_id"), ["export_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("roster_export_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_export_row_export_id"))

    op.drop_table("roster_export_row")
    with op.batch_alter_table("roster_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_export_owner_id"))
        batch_op.drop_index(batch_op.f("ix_roster_export_file_id"))

    op.drop_table("roster_export")
