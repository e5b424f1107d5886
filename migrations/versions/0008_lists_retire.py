"""Fields of work and functions can retire; organisations, programmes and both lists know their version."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LISTS = ("account_discipline", "account_job_role")
VERSIONED = (*LISTS, "account_organisation", "programme")


def upgrade() -> None:
    for table in VERSIONED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
            if table in LISTS:
                batch.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("version", server_default=None)


def downgrade() -> None:
    for table in VERSIONED:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("version")
            if table in LISTS:
                batch.drop_column("retired_at")
