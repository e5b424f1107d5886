"""A host has a place, and a visitor a travel limit."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shadowing_host", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.String(length=80), server_default="", nullable=False))
    with op.batch_alter_table("shadowing_wish", schema=None) as batch_op:
        batch_op.add_column(sa.Column("too_far", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("shadowing_wish", schema=None) as batch_op:
        batch_op.drop_column("too_far")
    with op.batch_alter_table("shadowing_host", schema=None) as batch_op:
        batch_op.drop_column("place")
