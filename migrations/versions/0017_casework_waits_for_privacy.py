"""Casework waits for privacy: modules and activities say so; those of before do not."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FLAGS = (("programme_activity", ["is_casework"]), ("programme_module", ["is_privacy", "is_casework"]))


def upgrade() -> None:
    for table, names in FLAGS:
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    for table, names in FLAGS:
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.drop_column(name)
