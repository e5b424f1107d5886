"""an organisation may stand apart from what it is part of"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_apart", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("account_organisation", schema=None) as batch_op:
        batch_op.alter_column("is_apart", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("account_organisation", schema=None) as batch_op:
        batch_op.drop_column("is_apart")
