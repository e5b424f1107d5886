"""addresses at which mail came back"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_bounced_address",
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_core_bounced_address")),
    )
    with op.batch_alter_table("core_bounced_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_bounced_address_bounced_at"), ["bounced_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core_bounced_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_bounced_address_bounced_at"))
    op.drop_table("core_bounced_address")
