"""number the changes of a talk"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("admission_application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("talk_sequence", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("admission_application", schema=None) as batch_op:
        batch_op.drop_column("talk_sequence")
