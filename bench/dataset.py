"""A large organisation, made by copying the demo's running cohort with all that hangs on it."""

import uuid
from collections import defaultdict
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from lms.cohorts.rules import place_key
from lms.core.database import refresh_statistics
from lms.core.model import Base

COHORTS = 1000
POOL = 20
POOLS = COHORTS // POOL
BATCH = 50
# What belongs to a signed-in browser or to the past of one person is not part of a cohort.
LEFT_OUT = {"account_session", "account_token", "account_attempt", "audit_entry"}

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def grow(engine: Engine, cohorts: int = COHORTS) -> dict[str, int]:
    """Add cohorts to a database that holds the demo; returns the rows added per table."""
    added: dict[str, int] = defaultdict(int)
    with engine.begin() as connection:
        pools = make_pools(connection, max(1, cohorts // POOL))
        pattern = cohort_with_all_its_rows(connection)
        numbers = {name: count(highest(connection, name) + 1) for name in pattern}
        for first in range(0, cohorts, BATCH):
            batch: Rows = defaultdict(list)
            for number in range(first, min(first + BATCH, cohorts)):
                for name, rows in copied(pattern, number, numbers, pools[number % len(pools)]).items():
                    batch[name] += rows
            for table in Base.metadata.sorted_tables:
                if batch.get(table.name):
                    connection.execute(table.insert(), batch[table.name])
                    added[table.name] += len(batch[table.name])
    with Session(engine) as session, session.begin():
        refresh_statistics(session)
        if engine.dialect.name == "postgresql":
            # Rows in such numbers are normally looked at within a minute; we do not wait.
            session.execute(sa.text("ANALYZE"))
    return dict(added)


def make_pools(connection: Connection, pools: int) -> list[list[int]]:
    """Organisations in pools of twenty; the demo's own sit in the first."""
    table = Base.metadata.tables["account_organisation"]
    known = [dict(row) for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings()]
    numbers = count(max(row["id"] for row in known) + 1)
    wanted = pools * POOL - len(known)
    new = [
        {
            **known[0],
            "id": next(numbers),
            "public_id": uuid.uuid4(),
            "parent_id": None,
            "name": f"Organisatie {n}",
        }
        for n in range(wanted)
    ]
    connection.execute(table.insert(), new)
    everyone = [row["id"] for row in [*known, *new]]
    return [everyone[first : first + POOL] for first in range(0, pools * POOL, POOL)]


def cohort_with_all_its_rows(connection: Connection) -> Rows:
    """The cohort with most attendance, its people, and every row that hangs on either."""
    tables = Base.metadata.tables
    meeting, part, attendance = (tables[f"cohort_{n}"] for n in ("meeting", "day_part", "attendance"))
    busiest = connection.execute(
        sa.select(meeting.c.cohort_id)
        .join(part, part.c.meeting_id == meeting.c.id)
        .join(attendance, attendance.c.day_part_id == part.c.id)
        .group_by(meeting.c.cohort_id)
        .order_by(sa.func.count().desc())
        .limit(1)
    ).scalar_one()
    enrolment = tables["cohort_enrolment"]
    people = set(connection.scalars(sa.select(enrolment.c.person_id).where(enrolment.c.cohort_id == busiest)))
    taken: dict[str, set[int]] = {"cohort": {busiest}, "account_person": people}
    pattern: Rows = {}
    for table in Base.metadata.sorted_tables:
        rows = rows_of(connection, table, taken)
        if rows:
            pattern[table.name] = rows
            taken.setdefault(table.name, {row["id"] for row in rows if "id" in row})
    return pattern


def rows_of(connection: Connection, table: sa.Table, taken: dict[str, set[int]]) -> list[Row]:
    """The rows of a table that are taken themselves or hang on rows that are."""
    if table.name in LEFT_OUT:
        return []
    if table.name in taken:
        condition = table.c.id.in_(taken[table.name])
    else:
        links = [
            column.in_(taken[key.column.table.name])
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table.name in taken and owns(column)
        ]
        if not links:
            return []
        condition = sa.or_(*links)
    return [dict(row) for row in connection.execute(sa.select(table).where(condition)).mappings()]


def owns(column: sa.Column[Any]) -> bool:
    """Whether a row exists because of what it points at; who recorded it is not a reason."""
    return not column.nullable or column.table.name.startswith("account_")


def copied(pattern: Rows, number: int, numbers: dict[str, "count[int]"], pool: list[int]) -> Rows:
    """One more copy of the pattern, with new identities and its own pool of organisations."""
    moved: dict[str, dict[int, int]] = {
        name: {row["id"]: next(numbers[name]) for row in rows if isinstance(row.get("id"), int)}
        for name, rows in pattern.items()
    }
    copy: Rows = {}
    for name, rows in pattern.items():
        table = Base.metadata.tables[name]
        copy[name] = [copied_row(table, row, number, moved, pool) for row in rows]
    # A thousand cohorts in one room would all clash with each other: each has a room of its own.
    for row in copy.get("cohort_meeting", []):
        row["location"] = f"{row['location']} {number}" if row["location"] else ""
        row["place_key"] = place_key(row["location"])
    admissions = copy.get("cohort_admission", [])
    if admissions:
        copy["cohort_admission"] = [{**admissions[0], "organisation_id": one} for one in pool]
    return copy


def copied_row(
    table: sa.Table, row: Row, number: int, moved: dict[str, dict[int, int]], pool: list[int]
) -> Row:
    """A row with new identity, links to the copies beside it, and texts that must differ made different."""
    new = dict(row)
    own = moved[table.name]
    if row.get("id") in own:
        new["id"] = own[row["id"]]
    if "public_id" in row:
        new["public_id"] = uuid.uuid4()
    for column in table.columns:
        value = row[column.name]
        for key in column.foreign_keys:
            if key.column.table.name == "account_organisation" and value is not None:
                new[column.name] = pool[value % len(pool)]
            else:
                new[column.name] = moved.get(key.column.table.name, {}).get(value, value)
        if column.name in unique_texts(table) and value is not None:
            new[column.name] = f"{number}-{value}"[: getattr(column.type, "length", None) or None]
    return new


def unique_texts(table: sa.Table) -> set[str]:
    """Text columns of which no two rows may hold the same."""
    sets = [[column] for column in table.columns if column.unique]
    sets += [list(rule.columns) for rule in table.constraints if isinstance(rule, sa.UniqueConstraint)]
    sets += [list(index.columns) for index in table.indexes if index.unique]
    alone = [columns[0] for columns in sets if len(columns) == 1]
    return {c.name for c in alone if isinstance(c.type, sa.String) and not c.foreign_keys}


def highest(connection: Connection, name: str) -> int:
    table = Base.metadata.tables[name]
    if "id" not in table.columns or not isinstance(table.c.id.type, sa.Integer):
        return 0
    return int(connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0)
