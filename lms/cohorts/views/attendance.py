"""Who was there: the cohort as a table, one person's own figures, and what a cohort agreed about it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import (
    ATTENDANCE_LABELS,
    REASON_LABELS,
    AttendanceRulesForm,
    CatchUpAskForm,
    CheckInForm,
    ProposalWithdrawForm,
)
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes


@blueprint.get("/leergroepen/<uuid:cohort_id>/aanwezigheid")
@guarded_by(policies.may_see_attendance, load=queries.get_cohort)
def attendance_overview(cohort: Cohort) -> ResponseReturnValue:
    """Everybody by day part, with the three figures of each; who needs a talk comes first."""
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
        at_edge=[row for row in record.enrolments if record.figures[row.id].alert is not None],
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
    moment, cohort = clock.now(), enrolment.cohort
    open_parts = [
        item.day_part.id
        for item in record.own
        if rules.is_check_in_open(item.day_part, cohort=cohort, moment=moment)
    ]
    return {
        "record": record,
        "cohort": cohort,
        "standings": {
            item.day_part.id: rules.standing_of(item.day_part, enrolment, item.attendance, moment=moment)
            for item in record.own
        },
        "halves": {part.id: rules.part_of_day(part.starts_at) for part in record.day_parts},
        "labels": ATTENDANCE_LABELS,
        "reasons": REASON_LABELS,
        "now_open": [item for item in record.own if item.day_part.id in open_parts],
        "announceable": {
            item.day_part.id for item in record.own if rules.may_announce(item.day_part, moment=moment)
        },
        "makeable": {item.day_part.id for item in record.own if rules.may_be_made_up(item, moment=moment)},
        "missed": {item.day_part.id for item in record.own if rules.is_missed(item, moment=moment)},
        "repairs_left": rules.catch_ups_left(record.own, maximum=cohort.catch_up_maximum),
        "is_own": policies.is_self(current_actor(), enrolment),
        "check_in_form": CheckInForm(formdata=None),
        "withdraw_form": ProposalWithdrawForm(formdata=None),
        "ask_form": CatchUpAskForm(formdata=None),
    }


@blueprint.route("/leergroepen/<uuid:cohort_id>/aanwezigheid/afspraken", methods=["GET", "POST"])
@guarded_by(policies.may_change_attendance_rules, load=queries.get_cohort)
@writes
def attendance_rules_edit(cohort: Cohort) -> ResponseReturnValue:
    """The check-in window of a cohort, and how much a task can repair."""
    form = AttendanceRulesForm(obj=cohort)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.change_attendance_rules(
                current_session(),
                actor=current_actor(),
                cohort=cohort,
                version=form.version.number,
                **form.facts(),
            )
            flash(_("De afspraken over aanwezigheid zijn bijgewerkt."))
            return redirect(url_for("cohorts.attendance_overview", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
            form.version.follow(cohort.version)
    return render_template("cohorts/attendance_rules_edit.html", form=form, cohort=cohort), status
