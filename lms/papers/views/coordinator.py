"""What the coordinator does: give a cohort its paper assignment and move its window."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.papers import operations, policies, queries
from lms.papers.forms import AssignmentForm, AssignmentNewForm
from lms.papers.models import Assignment
from lms.papers.operations import WindowOrderError
from lms.papers.views.blueprint import bp


@bp.route("/leergroepen/<uuid:cohort_id>/paper-opdrachten")
@guarded_by(policies.may_list_assignments, load=get_cohort)
def assignments_list(cohort: Cohort) -> ResponseReturnValue:
    """The paper assignments of a cohort."""
    assignments = queries.list_assignments(current_session(), cohort=cohort)
    return render_template("papers/assignments_list.html", cohort=cohort, assignments=assignments)


@bp.route("/leergroepen/<uuid:cohort_id>/paper-opdrachten/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_open_assignment, load=get_cohort)
@writes
def assignment_new(cohort: Cohort) -> ResponseReturnValue:
    """Give a cohort its paper assignment."""
    session, refusal = current_session(), ""
    taken = {row.activity_id for row in queries.list_assignments(session, cohort=cohort)}
    activities = [a for a in queries.list_paper_activities(session, cohort=cohort) if a.id not in taken]
    form = AssignmentNewForm()
    form.offer(activities)
    if form.validate_on_submit():
        activity = next((a for a in activities if str(a.public_id) == form.activity.data), None)
        if activity is None:
            abort(404)
        try:
            assignment = operations.open_assignment(
                session, actor=current_actor(), cohort=cohort, activity=activity, **form.values()
            )
        except WindowOrderError as error:
            refusal = sentence_for(error)
        else:
            flash(_("De opdracht staat klaar voor de leergroep."))
            return redirect(url_for("papers.assignment_show", assignment_id=assignment.public_id), 303)
    page = render_template(
        "papers/assignment_new.html",
        cohort=cohort,
        form=form,
        refusal=refusal,
        activities=activities,
        taken=taken,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/paper-opdrachten/<uuid:assignment_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_change_assignment, load=queries.get_assignment)
@writes
def assignment_edit(assignment: Assignment) -> ResponseReturnValue:
    """Move the window of a paper assignment."""
    form, refusal = AssignmentForm.about(assignment), ""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.change_assignment(
                current_session(),
                actor=current_actor(),
                assignment=assignment,
                version=form.version.data or 0,
                **form.values(),
            )
        except WindowOrderError as error:
            refusal = sentence_for(error)
        except ConflictError:
            saved = AssignmentForm.about(assignment, formdata=None)
            status = show_conflict(form, saved, version=assignment.version)
        else:
            flash(_("De opdracht is aangepast."))
            return redirect(url_for("papers.assignment_show", assignment_id=assignment.public_id), 303)
    page = render_template("papers/assignment_edit.html", assignment=assignment, form=form, refusal=refusal)
    return page, status
