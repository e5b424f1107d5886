"""What participants chose to share with their trainers."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.cohorts.models import Cohort
from lms.core.authorisation import guarded_by
from lms.core.unit_of_work import current_session
from lms.learning import policies, queries, rules
from lms.learning.forms import BOXES
from lms.learning.models import Reflection
from lms.learning.views.blueprint import bp


@bp.route("/leergroepen/<uuid:cohort_id>/gedeelde-reflecties")
@guarded_by(policies.may_see_shared_reflections, load=queries.get_cohort_of_staff)
def reflections_shared(cohort: Cohort) -> ResponseReturnValue:
    """The shared reflections of a cohort, the newest first."""
    shared = queries.list_shared_reflections(current_session(), cohort=cohort)
    return render_template("learning/reflections_shared.html", cohort=cohort, shared=shared)


@bp.route("/reflecties/<uuid:reflection_id>")
@guarded_by(policies.may_see_reflection, load=queries.get_reflection)
def reflection_show(reflection: Reflection) -> ResponseReturnValue:
    """One reflection, read-only."""
    return render_template(
        "learning/reflection_show.html",
        reflection=reflection,
        written=[
            (BOXES[name][0], reflection.fields.get(name, ""))
            for name in rules.written_fields(reflection.activity)
            if reflection.fields.get(name)
        ],
    )
