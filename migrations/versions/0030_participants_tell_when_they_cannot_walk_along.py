"""Participants tell on which days they cannot walk along."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shadowing_wish", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weekdays_away", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("periods_away", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("shadowing_wish", schema=None) as batch_op:
        batch_op.drop_column("periods_away")
        batch_op.drop_column("weekdays_away")
