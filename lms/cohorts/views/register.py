"""The register of a day part: on a phone, on paper, and through a lost connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from wtforms.fields.choices import SelectFieldBase

from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import (
    ATTENDANCE_LABELS,
    REASON_LABELS,
    REGISTER_LABELS,
    RegisterForm,
    minutes_name,
    note_name,
    reason_choices,
    register_form_for,
    status_name,
    why_name,
)
from lms.cohorts.models import (
    AttendanceStatus,
    DayPart,
    Meeting,
)
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.rules import RegisterRow
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by, is_data_call, public
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes

TONES: Mapping[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: "good",
    AttendanceStatus.LATE: "wait",
    AttendanceStatus.ABSENT: "bad",
    AttendanceStatus.ILL: "bad",
}


@dataclass(frozen=True)
class Register:
    """All that one register shows: who can be registered, and who attended elsewhere."""

    day_part: DayPart
    rows: Sequence[RegisterRow]
    elsewhere: Sequence[RegisterRow]


class Shown(NamedTuple):
    """One field of the register as it is drawn: what stands in it, and what is wrong with it."""

    id: str
    value: str
    errors: Sequence[str] = ()


@blueprint.route("/dagdelen/<uuid:day_part_id>/aanwezigheid", methods=["GET", "POST"])
@guarded_by(policies.may_take_attendance, load=queries.get_day_part)
@writes
def register(day_part: DayPart) -> ResponseReturnValue:
    """The register of a day part: a proposal until it is recorded, with a reason for every correction."""
    book = _open(day_part)
    form = _register_form(book)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.record_attendance(
                current_session(),
                actor=current_actor(),
                day_part=day_part,
                entries=form.entries(book.rows),
                version=form.version.number,
                reason=form.reason.data or "",
            )
            return _recorded(day_part)
        except DomainError as error:
            field = form.reason if isinstance(error, ReasonNeededError) else None
            status = refuse(form, error, field)
            form.version.follow(day_part.version)
    if form.is_submitted() and is_data_call():
        return jsonify(_refusal(book, form)), status
    return _register_page(book, form), status


def _recorded(day_part: DayPart) -> ResponseReturnValue:
    """A page for people; for the queue in the browser the state, under an address that a retry gets again."""
    if is_data_call():
        return redirect(url_for("cohorts.register_state", day_part_id=day_part.public_id), 303)
    flash(_("De aanwezigheid is vastgelegd."))
    return redirect(url_for("cohorts.register", day_part_id=day_part.public_id), 303)


@blueprint.get("/dagdelen/<uuid:day_part_id>/aanwezigheid/stand")
@guarded_by(policies.may_take_attendance, load=queries.get_day_part)
def register_state(day_part: DayPart) -> ResponseReturnValue:
    """How a register stands, for the queue in the browser, with a fresh token and key for its next form."""
    saved = day_part.registered_at
    return jsonify(
        version=day_part.version,
        saved=_("Opgeslagen om %(time)s uur", time=rendering.time(clock.now())) if saved else None,
        line=_("Vastgelegd op %(when)s.", when=rendering.instant(saved)) if saved else None,
        csrf_token=generate_csrf(),
        form_key=RegisterForm(formdata=None).form_key.data,
    )


@blueprint.get("/zonder-verbinding.js")
@public("a script that holds nobody's data; it shows a register that was opened before")
def offline_worker() -> ResponseReturnValue:
    """The script that lets an opened register survive a reload without network."""
    return current_app.send_static_file("js/offline-worker.js")


@blueprint.get("/bijeenkomsten/<uuid:meeting_id>/presentielijst")
@guarded_by(policies.may_print_register, load=queries.get_meeting)
def register_sheet(meeting: Meeting) -> ResponseReturnValue:
    """The sheet to sign on paper: names, organisations and a column for each day part."""
    parts = [part for part in meeting.day_parts if not rules.is_off(part)]
    people = queries.list_register_enrolments(current_session(), day_part=parts[0]) if parts else ()
    return render_template(
        "cohorts/register_sheet.html",
        meeting=meeting,
        day_parts=parts,
        halves={part.id: rules.part_of_day(part.starts_at) for part in parts},
        people=people,
        trainers=queries.list_trainers(current_session(), cohort=meeting.cohort),
    )


def _open(day_part: DayPart) -> Register:
    everybody = queries.list_register_rows(current_session(), day_part=day_part)
    others = [row for row in everybody if not policies.is_self(current_actor(), row)]
    return Register(
        day_part=day_part,
        rows=[row for row in others if rules.can_be_registered(row.attendance)],
        elsewhere=[row for row in others if not rules.can_be_registered(row.attendance)],
    )


def _register_form(book: Register) -> RegisterForm:
    """What is sent, beside what is recorded or proposed; a register that is only opened sends nothing yet.

    Four fields for each participant are many: to look at them their values are enough.
    """
    saved: dict[str, object] = {"version": book.day_part.version}
    if request.method != "POST":
        return RegisterForm(data=saved)
    for row in book.rows:
        entry = row.entry
        saved[status_name(row)] = entry.status.value
        saved[minutes_name(row)] = entry.minutes_missed or None
        if entry.absence_reason:
            saved[why_name(row)] = entry.absence_reason.value
            saved[note_name(row)] = entry.absence_note
    return register_form_for(book.rows, net_minutes=book.day_part.net_minutes)(data=saved)


def _refusal(book: Register, form: RegisterForm) -> dict[str, Any]:
    """Why the queue in the browser must stop: sentences by field, and both registers where they differ."""
    labels = {status.value: str(label) for status, label in ATTENDANCE_LABELS.items()}
    differing = [
        {
            "name": row.name.display_name,
            "mine": labels.get(form[status_name(row)].data, ""),
            "theirs": labels[row.attendance.status.value] if row.attendance else "",
        }
        for row in book.rows
        if row.attendance is None or row.attendance.status.value != form[status_name(row)].data
    ]
    errors = {field.name: " ".join(map(str, field.errors)) for field in form if field.errors}
    return {
        "version": book.day_part.version,
        "sentences": [str(text) for text in form.form_errors],
        "errors": errors,
        "differing": differing,
        "is_registered": book.day_part.registered_at is not None,
    }


def _register_page(book: Register, form: RegisterForm) -> str:
    day_part = book.day_part
    rows = [_row(form, row) for row in book.rows]
    chosen = [row["status"].value for row in rows]
    return render_template(
        "cohorts/register.html",
        day_part=day_part,
        part=rules.part_of_day(day_part.starts_at),
        halves={row.id: rules.part_of_day(row.starts_at) for row in day_part.meeting.day_parts},
        rows=rows,
        elsewhere=book.elsewhere,
        form=form,
        counts=[(status, label, chosen.count(status.value)) for status, label in REGISTER_LABELS.items()],
        marks=[(status.value, str(ATTENDANCE_LABELS[status]), tone) for status, tone in TONES.items()],
        labels=ATTENDANCE_LABELS,
        reasons=REASON_LABELS,
        choices=reason_choices(),
        is_off=rules.is_off(day_part),
        is_too_early=clock.today() < day_part.meeting.held_on,
    )


def _row(form: RegisterForm, row: RegisterRow) -> dict[str, Any]:
    entry = row.entry
    why, note = (entry.absence_reason.value, entry.absence_note) if entry.absence_reason else ("", "")
    return {
        "person": row,
        "status": _shown(form, status_name(row), entry.status.value),
        "minutes": _shown(form, minutes_name(row), str(entry.minutes_missed or "")),
        "why": _shown(form, why_name(row), why),
        "note": _shown(form, note_name(row), note),
    }


def _shown(form: RegisterForm, name: str, saved: str) -> Shown:
    """What was sent and what is wrong with it, or what is saved."""
    if name not in form:
        return Shown(name, saved)
    field = form[name]
    typed = field.data if isinstance(field, SelectFieldBase) else field._value()
    return Shown(name, str(typed or ""), field.errors)
