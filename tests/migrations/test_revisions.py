"""The migrations build what the models say, in both directions, with rows in place."""

import ast
import datetime
import uuid
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from lms.core.cli import alembic_config
from lms.core.model import Base
from tests.migrations.conftest import Migrate
from tests.support.house import ROOT, imported, listed, short, tree

VERSIONS = ROOT / "migrations" / "versions"
REVISIONS = [path.name[:4] for path in sorted(VERSIONS.glob("[0-9]*.py"))]
PAIRS = list(zip(["base", *REVISIONS], REVISIONS, strict=False))
ROWS = 2
MOMENT = datetime.datetime(2026, 9, 7, 8, 30, tzinfo=datetime.UTC)


def test_head_equals_models(engine: Engine, migrate: Migrate) -> None:
    migrate(REVISIONS[-1])
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        differences = [str(difference) for difference in compare_metadata(context, Base.metadata)]
    assert not differences, f"lms db revision writes the missing one:{listed(differences)}"


def test_revisions_form_one_line() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    line = [revision.revision for revision in script.walk_revisions()]
    assert line[::-1] == REVISIONS
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(REVISIONS) + 1))


def test_head_file_names_the_last_revision() -> None:
    last = max(VERSIONS.glob("[0-9]*.py")).stem
    assert (ROOT / "migrations" / "HEAD").read_text().strip() == last


def test_revisions_stand_on_their_own() -> None:
    leaning = [
        f"{short(path)} imports {name}"
        for path in VERSIONS.glob("*.py")
        for node in ast.walk(tree(path))
        for name in imported(node)
        if name.startswith(("lms", "config"))
    ]
    assert not leaning, f"a model changes, a revision never does:{listed(leaning)}"


def test_every_revision_goes_up_down_and_up_and_keeps_the_rows(engine: Engine, migrate: Migrate) -> None:
    read = Schemas(engine)
    low = read()
    for before, after in PAIRS:
        fill(engine)
        kept = counts(engine)
        migrate(after)
        high = read()
        assert of_these(counts(engine), kept) == kept, f"{after} loses rows on the way up"
        fill(engine)
        kept = of_these(counts(engine), kept)
        migrate(before)
        assert read() == low, f"{after} leaves something behind"
        assert counts(engine) == kept, f"{after} loses rows on the way down"
        migrate(after)
        assert read() == high, f"{after} comes back otherwise"
        assert of_these(counts(engine), kept) == kept, f"{after} loses rows on the way back"
        low = high


def of_these(found: dict[str, int], tables: dict[str, int]) -> dict[str, int]:
    return {table: count for table, count in found.items() if table in tables}


def names_of(connection: Connection) -> list[str]:
    """The tables that the database has now, Alembic's own apart."""
    return sorted(name for name in sa.inspect(connection).get_table_names() if name != "alembic_version")


class Schemas:
    """Everything that distinguishes one schema from another, in a form that can be compared.

    SQLite keeps each table as the text that made it: a text that was read before is not read again.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.known: dict[tuple[str, ...], Any] = {}

    def __call__(self) -> dict[str, Any]:
        with self.engine.connect() as connection:
            texts = texts_of(connection)
            told = tables(connection, [name for name, text in texts.items() if text not in self.known])
        self.known.update({texts[name]: table for name, table in told.items() if texts[name]})
        return {name: told[name] if name in told else self.known[text] for name, text in texts.items()}


def texts_of(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The texts that made each table and its indexes, where the database keeps them."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(names_of(connection), ())
    if connection.dialect.name == "sqlite":
        kept = connection.execute(sa.text("SELECT tbl_name, name, sql FROM sqlite_master ORDER BY name"))
        for table, name, text in kept:
            if table in found:
                found[table] += (table, name, text or "")
    return found


def tables(connection: Connection, names: list[str]) -> dict[str, Any]:
    """What can be said of these tables."""
    if not names:
        return {}
    inspector = sa.inspect(connection)
    found = {part: read(inspector, filter_names=names) for part, read in PARTS.items()}
    return {
        name: {part: told(found[part][None, name]) for part, told in DESCRIPTIONS.items()} for name in names
    }


PARTS: dict[str, Callable[[sa.Inspector], Any]] = {
    "columns": sa.Inspector.get_multi_columns,
    "key": sa.Inspector.get_multi_pk_constraint,
    "foreign": sa.Inspector.get_multi_foreign_keys,
    "unique": sa.Inspector.get_multi_unique_constraints,
    "indexes": sa.Inspector.get_multi_indexes,
    "checks": sa.Inspector.get_multi_check_constraints,
}
DESCRIPTIONS: dict[str, Callable[[Any], Any]] = {
    "columns": lambda all_: {c["name"]: (str(c["type"]), c["nullable"], str(c["default"])) for c in all_},
    "key": lambda key: sorted(key["constrained_columns"]),
    "foreign": lambda all_: sorted(
        str((f["constrained_columns"], f["referred_table"], f["options"])) for f in all_
    ),
    "unique": lambda all_: sorted(str(sorted(u["column_names"])) for u in all_),
    "indexes": lambda all_: sorted(str((i["name"], i["column_names"], i["unique"])) for i in all_),
    "checks": lambda all_: sorted(str(c["name"]) for c in all_),
}


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each table holds."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
            for name in names_of(connection)
        }


def fill(engine: Engine) -> None:
    """Put a few rows into every empty table, each pointing at rows of the tables before it."""
    empty = [name for name, count in counts(engine).items() if not count]
    if not empty:
        return
    found = sa.MetaData()
    with engine.begin() as connection:
        found.reflect(connection, only=empty)  # and the tables to which these point
        for table in found.sorted_tables:
            if table.name in empty:
                connection.execute(table.insert(), [row(table, number) for number in range(1, ROWS + 1)])


def row(table: sa.Table, number: int) -> dict[str, Any]:
    return {column.name: value(column, number) for column in table.columns if not leads_back(column)}


def leads_back(column: sa.Column[Any]) -> bool:
    """A link that may be empty and leads to the table itself or to one that is filled later."""
    order = [table.name for table in column.table.metadata.sorted_tables]
    later = [
        key
        for key in column.foreign_keys
        if order.index(key.column.table.name) >= order.index(column.table.name)
    ]
    return bool(later) and bool(column.nullable)


def value(column: sa.Column[Any], number: int) -> Any:
    """Something of the column's type, different in every row; what ends does so after it starts."""
    kind = column.type
    later = int(column.name.startswith("ends_"))
    if column.foreign_keys:
        return value(next(iter(column.foreign_keys)).column, number)
    if isinstance(kind, sa.Boolean):
        return bool(number % 2)
    if isinstance(kind, sa.Integer | sa.Numeric):
        return number
    if isinstance(kind, sa.DateTime):
        return MOMENT + datetime.timedelta(days=number, hours=later)
    if isinstance(kind, sa.Date):
        return (MOMENT + datetime.timedelta(days=number + later)).date()
    if isinstance(kind, sa.Time):
        return datetime.time(9 + later, number)
    if isinstance(kind, sa.JSON):
        return {"number": number}
    if isinstance(kind, sa.Uuid):
        return uuid.UUID(int=number)
    if isinstance(kind, sa.LargeBinary):
        return bytes([number])
    return f"{number:032x}"[-(getattr(kind, "length", None) or 32) :]
