"""places are compared by their key"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cohort_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place_key", sa.String(length=200), server_default="", nullable=False))
        batch_op.create_index("ix_cohort_meeting_place_key_held_on", ["place_key", "held_on"], unique=False)
    keep_keys(op.get_bind())


def keep_keys(connection: sa.Connection) -> None:
    """Give every place its key; databases differ in how they fold case, so it is done here."""
    meeting = sa.table("cohort_meeting", sa.column("location"), sa.column("place_key"))
    for place in connection.scalars(sa.select(meeting.c.location).distinct()).all():
        key = " ".join(place.casefold().split())[:200]
        connection.execute(meeting.update().where(meeting.c.location == place).values(place_key=key))


def downgrade() -> None:
    with op.batch_alter_table("cohort_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_cohort_meeting_place_key_held_on")
        batch_op.drop_column("place_key")
