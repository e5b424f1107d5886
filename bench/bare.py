"""The yardstick: a bare Flask page with sign-in, three queries and a table of thirty rows.

It is what somebody would write without any of this house: Flask, Flask-Login, Flask-SQLAlchemy and a template
that fills a layout, on the same database and driver as ours; no languages, icons, components or rights.
"""

from typing import Any

import sqlalchemy as sa
from flask import Flask, render_template
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.measure import OnePage
from lms.core import database

ROWS = 30


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


def bare_page(url: str) -> OnePage:
    """The bare application's page on this database, for somebody who is signed in."""
    app = Flask("bench")
    app.config.update(
        SECRET_KEY="only for measuring",
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(url),
    )
    db = SQLAlchemy(app, model_class=Base)
    logins = LoginManager(app)
    with app.app_context():
        database.prepare(db.engine)
        make_rows(db)

    @logins.user_loader
    def load(number: str) -> User | None:
        return db.session.get(User, int(number))

    @app.get("/in")
    def enter() -> str:
        login_user(db.session.get_one(User, 1))
        return "in"

    @app.get("/")
    @login_required
    def show() -> str:
        total = db.session.scalar(sa.select(sa.func.count()).select_from(Row))
        kinds = db.session.execute(sa.select(Row.kind, sa.func.count()).group_by(Row.kind)).all()
        rows = db.session.scalars(sa.select(Row).order_by(Row.name).limit(ROWS)).all()
        values: dict[str, Any] = {"total": total, "kinds": kinds, "rows": rows}
        return render_template("table.html", **values)

    client = app.test_client()
    client.get("/in")
    with app.app_context():
        return OnePage(client=client, path="/", engine=db.engine)


def make_rows(db: SQLAlchemy) -> None:
    """The person and the rows of the table, once."""
    Base.metadata.create_all(db.engine)
    if db.session.get(User, 1) is None:
        db.session.add(User(id=1, name="Maatstaf"))
        db.session.add_all(Row(name=f"Regel {n}", number=n, kind="gewoon") for n in range(ROWS))
        db.session.commit()
