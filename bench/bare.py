"""The yardstick: a bare Flask page with sign-in, three queries and a table of thirty rows."""

from typing import Any

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROWS = 30
PAGE = """<!doctype html><html lang="nl"><head><title>Maatstaf</title></head><body>
<h1>Dag {{ user.name }}</h1><p>{{ total }} regels</p>
<table><thead><tr><th>Naam</th><th>Getal</th><th>Soort</th></tr></thead>
<tbody>
{% for row in rows %}
<tr><td>{{ row.name }}</td><td>{{ row.number }}</td><td>{{ row.kind }}</td></tr>
{% endfor %}
</tbody></table></body></html>"""


class Base(DeclarativeBase):
    """Its own two tables."""


class User(UserMixin, Base):
    """Somebody who can sign in."""

    __tablename__ = "bare_user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))


class Row(Base):
    """A row of the table."""

    __tablename__ = "bare_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(20))


def signed_in_client(engine: Engine) -> FlaskClient:
    """The bare application on this database, with somebody signed in."""
    app = Flask("bare")
    app.secret_key = "only for measuring"
    logins = LoginManager(app)

    @logins.user_loader
    def load(number: str) -> User | None:
        with Session(engine) as session:
            return session.get(User, int(number))

    @app.get("/in")
    def enter() -> str:
        with Session(engine) as session:
            login_user(session.get_one(User, 1))
        return "in"

    @app.get("/")
    @login_required
    def show() -> str:
        with Session(engine) as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Row))
            rows = session.scalars(sa.select(Row).order_by(Row.name).limit(ROWS)).all()
            values: dict[str, Any] = {"user": current_user, "total": total, "rows": rows}
            return render_template_string(PAGE, **values)

    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(User(id=1, name="Maatstaf"))
        session.add_all(Row(name=f"Regel {n}", number=n, kind="gewoon") for n in range(ROWS))
        session.commit()
    client = app.test_client()
    client.get("/in")
    return client
