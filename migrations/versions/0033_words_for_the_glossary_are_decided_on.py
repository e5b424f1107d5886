"""Words for the glossary are decided on."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shadowing_proposed_term", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_named", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("state", sa.String(length=40), server_default="proposed", nullable=False)
        )
        batch_op.add_column(sa.Column("remark", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("decided_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_shadowing_proposed_term_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_shadowing_proposed_term_state"), ["state"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_shadowing_proposed_term_decided_by_id"),
            "account_person",
            ["decided_by_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("shadowing_proposed_term", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_shadowing_proposed_term_decided_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_shadowing_proposed_term_state"))
        batch_op.drop_index(batch_op.f("ix_shadowing_proposed_term_decided_by_id"))
        batch_op.drop_column("decided_at")
        batch_op.drop_column("decided_by_id")
        batch_op.drop_column("remark")
        batch_op.drop_column("state")
        batch_op.drop_column("is_named")
