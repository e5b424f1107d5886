"""The course of a participant: its modules in order, and one module."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.cohorts.queries import find_current_enrolment
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session
from lms.learning import policies, queries, rules
from lms.learning.rules import Place
from lms.learning.views.blueprint import bp
from lms.programmes.queries import get_kept_outline


@bp.route("/opleiding")
@guarded_by(policies.may_follow_course)
def course() -> ResponseReturnValue:
    """The own modules in order, with what comes next on top."""
    session, actor, day = current_session(), current_actor(), clock.today()
    enrolment = find_current_enrolment(session, actor=actor)
    if enrolment is None:
        return render_template("learning/course.html", enrolment=None)
    outline = get_kept_outline(session, edition=enrolment.cohort.programme_version)
    done = queries.done_activities(session, enrolment=enrolment)
    starts_on = enrolment.cohort.starts_on
    promised = queries.has_promised(session, enrolment=enrolment, course=outline)
    return render_template(
        "learning/course.html",
        enrolment=enrolment,
        lines=rules.module_lines(outline, done=done, starts_on=starts_on, day=day, has_promised=promised),
        coming=rules.next_activities(
            outline, done=done, starts_on=starts_on, day=day, limit=1, has_promised=promised
        ),
    )


@bp.route("/modules/<uuid:module_id>")
@guarded_by(policies.may_see_place, load=queries.get_module_place)
def module_show(place: Place) -> ResponseReturnValue:
    """One module with its activities, or why it is still closed."""
    day = clock.today()
    done = own_ticks(place)
    starts_on, promised = place.cohort.starts_on, own_promise(place)
    lines = rules.module_lines(place.course, done=done, starts_on=starts_on, day=day, has_promised=promised)
    return render_template(
        "learning/module_show.html",
        place=place,
        line=next(line for line in lines if line.module.id == place.module.id),
        lock=rules.lock_on(place, done=done, day=day, has_promised=promised),
        locks=rules.locks_in(place, done=done, day=day, has_promised=promised),
        done=done,
        due=rules.due_dates(place.outlined, starts_on=place.cohort.starts_on),
    )


def own_ticks(place: Place) -> frozenset[int]:
    """What the participant ticked; nothing for a trainer who looks along."""
    if place.enrolment is None:
        return frozenset()
    return queries.done_activities(current_session(), enrolment=place.enrolment)


def own_promise(place: Place) -> bool:
    """Whether the participant promised confidentiality; for a trainer everything is open anyhow."""
    if place.enrolment is None:
        return False
    return queries.has_promised(current_session(), enrolment=place.enrolment, course=place.course)
