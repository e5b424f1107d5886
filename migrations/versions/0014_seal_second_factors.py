"""Secrets of second factors are sealed with a key that lies outside the database."""

import os
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet
from flask import current_app

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PEOPLE = sa.table(
    "account_person", sa.column("id", sa.Integer()), sa.column("second_factor_secret", sa.String())
)


def upgrade() -> None:
    with op.batch_alter_table("account_person") as batch:
        batch.alter_column(
            "second_factor_secret", existing_type=sa.String(64), type_=sa.String(255), existing_nullable=True
        )
    change_each(lambda box, secret: box.encrypt(secret).decode())


def downgrade() -> None:
    change_each(lambda box, secret: box.decrypt(secret).decode())
    with op.batch_alter_table("account_person") as batch:
        batch.alter_column(
            "second_factor_secret", existing_type=sa.String(255), type_=sa.String(64), existing_nullable=True
        )


def change_each(change) -> None:
    """Rewrite the secret of everybody who has one."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.second_factor_secret.is_not(None))).all()
    box = Fernet(key()) if rows else None
    for number, secret in rows:
        statement = sa.update(PEOPLE).where(PEOPLE.c.id == number)
        connection.execute(statement.values(second_factor_secret=change(box, secret.encode())))


def key() -> bytes:
    """The key of this installation, made when it is not there yet."""
    path = Path(current_app.config["SETTINGS"].data_dir) / "keys" / "database.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(Fernet.generate_key())
    return path.read_bytes()
