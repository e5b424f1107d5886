"""The register of a day part: on a phone, on paper, and through a lost connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import (
    ATTENDANCE_LABELS,
    REASON_LABELS,
    REGISTER_LABELS,
    RegisterForm,
    minutes_name,
    note_name,
    register_form_for,
    status_name,
    why_name,
)
from lms.cohorts.models import (
    Attendance,
    AttendanceProposal,
    AttendanceStatus,
    DayPart,
    Enrolment,
    Meeting,
    ProposalKind,
)
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock, rendering
from lms.core.authorisation import current_actor, guarded_by, is_data_call, public
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes

PROPOSED = {
    ProposalKind.PRESENT: AttendanceStatus.PRESENT,
    ProposalKind.ABSENT: AttendanceStatus.ABSENT,
    ProposalKind.ILL: AttendanceStatus.ILL,
}


@dataclass(frozen=True)
class Register:
    """All that one register shows: who can be registered, what is known, what was proposed."""

    day_part: DayPart
    enrolments: Sequence[Enrolment]
    elsewhere: Sequence[Enrolment]
    known: Mapping[int, Attendance]
    proposals: Mapping[int, AttendanceProposal]


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
                entries=form.entries(book.enrolments),
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
    session = current_session()
    everybody = queries.list_register_enrolments(session, day_part=day_part)
    known = queries.list_attendances(session, day_part=day_part)
    others = [row for row in everybody if not policies.is_self(current_actor(), row)]
    return Register(
        day_part=day_part,
        enrolments=[row for row in others if rules.can_be_registered(known.get(row.id))],
        elsewhere=[row for row in others if not rules.can_be_registered(known.get(row.id))],
        known=known,
        proposals=queries.list_proposals(session, day_part=day_part),
    )


def _register_form(book: Register) -> RegisterForm:
    """What is recorded, or else what participants proposed, or else everybody present."""
    saved: dict[str, object] = {"version": book.day_part.version}
    for row in book.enrolments:
        attendance, proposal = book.known.get(row.id), book.proposals.get(row.id)
        if attendance is not None:
            saved[status_name(row)] = attendance.status.value
            saved[minutes_name(row)] = attendance.minutes_missed or None
        elif proposal is not None:
            saved[status_name(row)] = PROPOSED[proposal.kind].value
        said = attendance or proposal
        if said is not None and said.absence_reason is not None:
            saved[why_name(row)] = said.absence_reason.value
            saved[note_name(row)] = said.absence_note
    return register_form_for(book.enrolments, net_minutes=book.day_part.net_minutes)(data=saved)


def _refusal(book: Register, form: RegisterForm) -> dict[str, Any]:
    """Why the queue in the browser must stop: sentences by field, and both registers where they differ."""
    labels = {status.value: str(label) for status, label in ATTENDANCE_LABELS.items()}
    differing = [
        {
            "name": row.person.display_name,
            "mine": labels.get(form[status_name(row)].data, ""),
            "theirs": labels[book.known[row.id].status.value] if row.id in book.known else "",
        }
        for row in book.enrolments
        if row.id not in book.known or book.known[row.id].status.value != form[status_name(row)].data
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
    chosen = [form[status_name(row)].data for row in book.enrolments]
    return render_template(
        "cohorts/register.html",
        day_part=day_part,
        part=rules.part_of_day(day_part.starts_at),
        halves={row.id: rules.part_of_day(row.starts_at) for row in day_part.meeting.day_parts},
        rows=[_row(book, form, row) for row in book.enrolments],
        elsewhere=book.elsewhere,
        form=form,
        counts=[(status, label, chosen.count(status.value)) for status, label in REGISTER_LABELS.items()],
        labels=ATTENDANCE_LABELS,
        reasons=REASON_LABELS,
        is_off=rules.is_off(day_part),
        is_too_early=clock.today() < day_part.meeting.held_on,
    )


def _row(book: Register, form: RegisterForm, row: Enrolment) -> dict[str, Any]:
    return {
        "enrolment": row,
        "status": form[status_name(row)],
        "minutes": form[minutes_name(row)],
        "why": form[why_name(row)],
        "note": form[note_name(row)],
        "attendance": book.known.get(row.id),
        "proposal": book.proposals.get(row.id),
    }
