"""Who was there: the register of a day part, the cohort as a table, and one person's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import (
    ATTENDANCE_LABELS,
    RegisterForm,
    minutes_name,
    register_form_for,
    status_name,
)
from lms.cohorts.models import Attendance, Cohort, DayPart, Enrolment
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes


@blueprint.route("/dagdelen/<uuid:day_part_id>/aanwezigheid", methods=["GET", "POST"])
@guarded_by(policies.may_take_attendance, load=queries.get_day_part)
@writes
def register(day_part: DayPart) -> ResponseReturnValue:
    """The register of a day part: a proposal until it is recorded, with a reason for every correction."""
    session = current_session()
    everybody = queries.list_register_enrolments(session, day_part=day_part)
    enrolments = [row for row in everybody if not policies.is_self(current_actor(), row)]
    known = queries.list_attendances(session, day_part=day_part)
    form = _register_form(day_part, enrolments, known)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.record_attendance(
                session,
                actor=current_actor(),
                day_part=day_part,
                entries=form.entries(enrolments),
                version=form.version.number,
                reason=form.reason.data or "",
            )
            flash(_("De aanwezigheid is vastgelegd."))
            return redirect(url_for("cohorts.register", day_part_id=day_part.public_id), 303)
        except DomainError as error:
            field = form.reason if isinstance(error, ReasonNeededError) else None
            status = refuse(form, error, field)
            form.version.follow(day_part.version)
    return _register_page(day_part, enrolments, known, form), status


def _register_form(
    day_part: DayPart, enrolments: Sequence[Enrolment], known: Mapping[int, Attendance]
) -> RegisterForm:
    saved: dict[str, object] = {"version": day_part.version}
    for row in enrolments:
        if (attendance := known.get(row.id)) is not None:
            saved[status_name(row)] = attendance.status.value
            saved[minutes_name(row)] = attendance.minutes_missed or None
    return register_form_for(enrolments, net_minutes=day_part.net_minutes)(data=saved)


def _register_page(
    day_part: DayPart,
    enrolments: Sequence[Enrolment],
    known: Mapping[int, Attendance],
    form: RegisterForm,
) -> str:
    rows = [(row, form[status_name(row)], form[minutes_name(row)], known.get(row.id)) for row in enrolments]
    chosen = [status.data for _row, status, _minutes, _attendance in rows]
    return render_template(
        "cohorts/register.html",
        day_part=day_part,
        part=rules.part_of_day(day_part.starts_at),
        halves={row.id: rules.part_of_day(row.starts_at) for row in day_part.meeting.day_parts},
        rows=rows,
        form=form,
        counts=[(status, label, chosen.count(status.value)) for status, label in ATTENDANCE_LABELS.items()],
        labels=ATTENDANCE_LABELS,
        is_off=rules.is_off(day_part),
        is_too_early=clock.today() < day_part.meeting.held_on,
    )


@blueprint.get("/leergroepen/<uuid:cohort_id>/aanwezigheid")
@guarded_by(policies.may_see_attendance, load=queries.get_cohort)
def attendance_overview(cohort: Cohort) -> ResponseReturnValue:
    """Everybody by day part, with the three figures of each."""
    record = queries.get_attendance_table(current_session(), cohort=cohort)
    moment = clock.now()
    standings = {
        (row.id, part.id): rules.standing_of(
            part, row, record.attendances.get((row.id, part.id)), moment=moment
        )
        for row in record.enrolments
        for part in record.day_parts
    }
    return render_template(
        "cohorts/attendance_overview.html",
        cohort=cohort,
        record=record,
        standings=standings,
        halves={part.id: rules.part_of_day(part.starts_at) for part in record.day_parts},
        labels=ATTENDANCE_LABELS,
    )


@blueprint.get("/aanwezigheid")
@guarded_by(policies.may_see_own_attendance)
def attendance_own() -> ResponseReturnValue:
    """The reader's own attendance in the newest cohort."""
    session = current_session()
    enrolment = queries.find_current_enrolment(session, actor=current_actor())
    facts = _personal(enrolment) if enrolment is not None else {"record": None}
    return render_template("cohorts/attendance_own.html", **facts)


@blueprint.get("/inschrijvingen/<uuid:enrolment_id>/aanwezigheid")
@guarded_by(policies.may_see_attendance_of, load=queries.get_enrolment)
def attendance_show(enrolment: Enrolment) -> ResponseReturnValue:
    """One participant's attendance, with every correction."""
    return render_template("cohorts/attendance_show.html", **_personal(enrolment))


def _personal(enrolment: Enrolment) -> dict[str, object]:
    record = queries.get_personal_attendance(current_session(), enrolment=enrolment)
    moment = clock.now()
    return {
        "record": record,
        "standings": {
            part.id: rules.standing_of(part, enrolment, record.attendances.get(part.id), moment=moment)
            for part in record.day_parts
        },
        "halves": {part.id: rules.part_of_day(part.starts_at) for part in record.day_parts},
        "labels": ATTENDANCE_LABELS,
    }
