"""When a cohort meets: the list; planning and moving are a room of their own."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.cohorts import policies, queries
from lms.cohorts.models import Cohort
from lms.cohorts.views.blueprint import blueprint
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session


@blueprint.get("/leergroepen/<uuid:cohort_id>/bijeenkomsten")
@guarded_by(policies.may_see_cohort, load=queries.get_cohort)
def meetings_list(cohort: Cohort) -> ResponseReturnValue:
    """Every meeting of a cohort: what comes first, what was after it."""
    meetings = queries.list_meetings(current_session(), cohort=cohort)
    today = clock.today()
    return render_template(
        "cohorts/meetings_list.html",
        cohort=cohort,
        coming=[row for row in meetings if row.held_on >= today],
        past=[row for row in reversed(meetings) if row.held_on < today],
        is_staff=policies.is_staff_of(current_actor(), cohort),
    )
