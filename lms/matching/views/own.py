"""What a participant sees: the own group and pair, and the own list that nobody else reads."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts.queries import list_disciplines
from lms.cohorts.models import BELONGING, Cohort
from lms.cohorts.queries import get_cohort, list_enrolments
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError, DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import LearningGoalsForm, VetoForm
from lms.matching.views.blueprint import blueprint


@blueprint.get("/leergroepen/<uuid:cohort_id>/mijn-groep")
@guarded_by(policies.may_see_own_group, load=get_cohort)
def group_own(cohort: Cohort) -> ResponseReturnValue:
    """With whom the reader works together, and how to reach them."""
    enrolment = queries.get_own_enrolment(cohort, actor=current_actor())
    return render_template(
        "matching/group_own.html",
        cohort=cohort,
        enrolment=enrolment,
        groups=queries.list_own_groups(current_session(), enrolment=enrolment),
    )


@blueprint.route("/leergroepen/<uuid:cohort_id>/mijn-leerdoelen", methods=["GET", "POST"])
@guarded_by(policies.may_keep_learning_goals, load=get_cohort)
@writes
def learning_goals_own(cohort: Cohort) -> ResponseReturnValue:
    """About which fields of work the reader wants to learn more."""
    session, actor = current_session(), current_actor()
    enrolment = queries.get_own_enrolment(cohort, actor=actor)
    goals = queries.find_learning_goals(session, enrolment=enrolment)
    version = goals.version if goals else 0
    form, status = (
        LearningGoalsForm(disciplines=goals.disciplines if goals else [], version=str(version)),
        200,
    )
    form.offer([row for row in list_disciplines(session) if row.id != enrolment.discipline_id])
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                chosen, seen = form.disciplines.data or [], form.version.number
                operations.save_learning_goals(
                    session, actor=actor, enrolment=enrolment, disciplines=chosen, version=seen
                )
                flash(_("Je leerdoelen zijn bewaard. Ze tellen mee vanaf de volgende indeling."))
                return redirect(url_for("matching.group_own", cohort_id=cohort.public_id), 303)
            except DomainError as error:
                form.disciplines.errors = [*form.disciplines.errors, sentence_for(error)]
                status = error.status
                if isinstance(error, ConflictError):
                    form.version.follow(version)
    return render_template("matching/learning_goals_own.html", cohort=cohort, form=form), status


@blueprint.route("/leergroepen/<uuid:cohort_id>/liever-niet", methods=["GET", "POST"])
@guarded_by(policies.may_keep_own_vetoes, load=get_cohort)
@writes
def vetoes_own(cohort: Cohort) -> ResponseReturnValue:
    """The own list: with whom the reader would rather not be."""
    session, actor = current_session(), current_actor()
    enrolment = queries.get_own_enrolment(cohort, actor=actor)
    veto = queries.find_own_veto(session, enrolment=enrolment)
    saved = queries.names_in(veto.people) if veto else []
    version = veto.version if veto else 0
    form, status = VetoForm(people=saved, version=str(version)), 200
    everybody = list_enrolments(session, cohort=cohort)
    form.offer([row for row in everybody if row.id != enrolment.id and row.state in BELONGING])
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                people, seen = form.people.data or [], form.version.number
                operations.save_own_vetoes(
                    session, actor=actor, enrolment=enrolment, people=people, version=seen
                )
                flash(_("Je lijst is bewaard. Niemand anders leest die."))
                return redirect(url_for("matching.vetoes_own", cohort_id=cohort.public_id), 303)
            except ConflictError as error:
                form.form_errors.append(
                    _("Je bewaarde deze lijst intussen ook ergens anders. Kijk die na en bewaar opnieuw.")
                )
                form.version.follow(version)
                status = error.status
            except DomainError as error:
                form.people.errors = [*form.people.errors, sentence_for(error)]
                status = error.status
    return render_template("matching/vetoes_own.html", cohort=cohort, form=form), status
