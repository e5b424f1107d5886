"""Of group members there are counts and nothing else: no field for a name, no words outside the room."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from wtforms import Field, FieldList, FormField

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.core.model import Base
from lms.core.outbox import Intent
from lms.messages.models import Notice
from lms.trainings import forms, models
from lms.trainings.models import Moment, TrainingPair
from tests.factories.cohorts import make_cohort
from tests.factories.programmes import make_version
from tests.factories.trainings import make_ended, make_running, meetings_of, people_of

PERSONAL = ("name", "naam", "initial", "mail", "phone", "telefoon", "adres", "birth", "geboorte", "bsn")
OF_TRAININGS = {
    "training_client_training.name": "what a training is called",
    "training_outcome_category.name": "what is counted",
}
COUNTED_OF_THE_GROUP = {
    "training_log": {"expected_count", "present_count"},
    "training_feedback": {"limit", "filled"},
    "training_feedback_tally": {"question", "score", "count"},
    "training_measurement": {"denominator", "unknown_count"},
    "training_outcome_count": {"count"},
}
FORMS_OF_THE_CATALOGUE = {"ClientTrainingForm", "CategoryRow"}


def columns() -> Iterator[tuple[str, str]]:
    for table in Base.metadata.tables.values():
        if table.name.startswith("training_"):
            yield from ((table.name, column.name) for column in table.columns)


def test_no_column_can_hold_who_a_group_member_is() -> None:
    found = [f"{table}.{column}" for table, column in columns() if any(word in column for word in PERSONAL)]
    assert sorted(found) == sorted(OF_TRAININGS)


def test_no_row_stands_for_one_group_member() -> None:
    """Whoever is in a group is a number in one of these columns, and in no row of the own."""
    known = {table: {column for t, column in columns() if t == table} for table, _column in columns()}
    assert set(COUNTED_OF_THE_GROUP) <= set(known)
    assert all(counted <= known[table] for table, counted in COUNTED_OF_THE_GROUP.items())
    assert not [table for table in known if "group_member" in table or "resident" in table]


def test_an_answer_of_the_group_is_linked_to_nobody_and_to_no_moment() -> None:
    assert {column for table, column in columns() if table == "training_feedback_tally"} == {
        "feedback_id",
        "question",
        "score",
        "count",
    }


def fields(form: Any, place: str) -> Iterator[tuple[str, Field]]:
    for field in form:
        if isinstance(field, FieldList):
            yield from fields(list(field), place)
        elif isinstance(field, FormField):
            yield from fields(field.form, type(field.form).__name__)
        else:
            yield place, field


def test_no_form_asks_who_a_group_member_is(app: Flask, session: Session) -> None:
    pair = pair_with_all(session)
    with app.test_request_context():
        shown = [
            *(getattr(forms, name)() for name in dir(forms) if is_plain_form(name)),
            forms.feedback_count_form(pair),
            forms.outcome_form(pair, Moment.END),
        ]
        asked = [
            f"{place}.{field.name}: {field.label.text}"
            for form in shown
            for place, field in fields(form, type(form).__name__)
            if place not in FORMS_OF_THE_CATALOGUE
            and any(word in f"{field.short_name} {field.label.text}".lower() for word in PERSONAL)
        ]
    assert len(shown) > 12
    assert asked == []


def is_plain_form(name: str) -> bool:
    return name.endswith("Form") and name not in {"OutcomeForm", "FeedbackCountForm"}


def pair_with_all(session: Session) -> TrainingPair:
    from lms.trainings import queries

    made = make_ended(make_cohort(version=make_version()))
    return queries.get_pair_with_results(session, pair_id=made.public_id)


def test_words_of_a_report_stay_in_the_room(
    sign_in: Callable[[Person], FlaskClient], session: Session
) -> None:
    """Neither the trail, nor a notice, nor a mail repeats what was written."""
    pair = make_running(make_cohort(version=make_version()))
    secret = "Zilverpopulier"
    data = {
        "held_on": "2026-10-29",
        "expected_count": "10",
        "present_count": "9",
        "what_worked": secret,
        "adapted": secret,
        "version": "0",
    }
    address = f"/vaktraining-bijeenkomsten/{meetings_of(pair)[0].public_id}/verslag"
    assert sign_in(people_of(pair)[0]).post(address, data=data).status_code == 303
    told = [
        *(json.dumps(row.facts, default=str) for row in session.scalars(sa.select(AuditEntry))),
        *(f"{row.title} {row.line}" for row in session.scalars(sa.select(Notice))),
        *(json.dumps(row.payload, default=str) for row in session.scalars(sa.select(Intent))),
    ]
    assert session.scalars(sa.select(models.MeetingLog.what_worked)).one() == secret
    assert told
    assert secret not in " ".join(told)
