"""The study load per week, for a participant and for the staff of a cohort."""

from __future__ import annotations

from collections import defaultdict

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.agreements.queries import agreed_hours
from lms.cohorts.models import ACTIVE, Cohort
from lms.cohorts.queries import find_current_enrolment, list_enrolments
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session
from lms.learning import policies, queries, rules
from lms.learning.views.blueprint import bp

WEEKS_AHEAD = 10


@bp.route("/studielast")
@guarded_by(policies.may_follow_course)
def study_load_own() -> ResponseReturnValue:
    """What the coming weeks ask of me, beside the hours that were agreed."""
    session, day = current_session(), clock.today()
    enrolment = find_current_enrolment(session, actor=current_actor())
    if enrolment is None:
        return render_template("learning/study_load_own.html", enrolment=None)
    loads = rules.with_own_days(
        queries.cohort_week_loads(session, cohort=enrolment.cohort),
        queries.own_days(session, cohort=enrolment.cohort, enrolment=enrolment),
    )
    hours = agreed_hours(session, cohort=enrolment.cohort).get(enrolment.id)
    agreed = rules.agreed_minutes(hours)
    return render_template(
        "learning/study_load_own.html",
        enrolment=enrolment,
        loads=loads,
        coming=rules.weeks_from(loads, day=day, number=WEEKS_AHEAD),
        agreed=agreed,
        exceeded=rules.exceeded(loads, agreed=agreed, day=day),
    )


@bp.route("/leergroepen/<uuid:cohort_id>/studielast")
@guarded_by(policies.may_see_matrix, load=queries.get_cohort_of_staff)
def study_load(cohort: Cohort) -> ResponseReturnValue:
    """What every week asks of a cohort, and for whom that is more than was agreed."""
    session, day = current_session(), clock.today()
    loads = queries.cohort_week_loads(session, cohort=cohort)
    hours = agreed_hours(session, cohort=cohort)
    own: dict[int, list[rules.OwnDay]] = defaultdict(list)
    for item in queries.own_days(session, cohort=cohort):
        own[item.enrolment_id].append(item)
    people = [
        (
            enrolment,
            agreed,
            rules.exceeded(rules.with_own_days(loads, own[enrolment.id]), agreed=agreed, day=day),
        )
        for enrolment in list_enrolments(session, cohort=cohort)
        if enrolment.state in ACTIVE
        for agreed in (rules.agreed_minutes(hours.get(enrolment.id)),)
    ]
    return render_template(
        "learning/study_load.html",
        cohort=cohort,
        loads=loads,
        coming=rules.weeks_from(loads, day=day, number=WEEKS_AHEAD),
        people=people,
        lowest=min((agreed for _, agreed, _ in people if agreed is not None), default=None),
    )
