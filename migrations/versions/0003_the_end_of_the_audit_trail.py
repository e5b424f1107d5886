"""The audit trail knows where it ends, so that entries missing at the end show."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEGINNING = "0" * 64


def upgrade() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    connection = op.get_bind()
    entries = connection.scalar(sa.text("SELECT count(*) FROM audit_entry"))
    last = connection.scalar(sa.text("SELECT entry_hash FROM audit_entry ORDER BY id DESC LIMIT 1"))
    op.bulk_insert(head, [{"id": 1, "entries": entries, "last_hash": last or BEGINNING}])


def downgrade() -> None:
    op.drop_table("audit_head")
