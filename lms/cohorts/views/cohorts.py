"""The list of cohorts, one cohort, planning and changing it, its trainers."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from lms.accounts.models import Organisation
from lms.accounts.queries import list_organisations
from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import CohortEditForm, CohortNewForm, TrainerAssignForm, TrainerWithdrawForm
from lms.cohorts.models import Cohort
from lms.cohorts.operations.cohorts import MeetsOutsideError, StillTakesPartError, UnknownAcademicYearError
from lms.cohorts.rules import CohortTrainer
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import choice
from lms.core.unit_of_work import current_session, writes

COMING = 3


@blueprint.get("/leergroepen")
@guarded_by(policies.may_list_cohorts)
def cohorts_list() -> ResponseReturnValue:
    """The reader's own cohorts."""
    cohorts = queries.list_cohorts_for(current_session(), actor=current_actor())
    sizes = {row.id: rules.size_of(row.enrolments) for row in cohorts}
    return render_template("cohorts/cohorts_list.html", cohorts=cohorts, sizes=sizes)


@blueprint.route("/leergroepen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_plan_cohort)
@writes
def cohort_new() -> ResponseReturnValue:
    """Plan a cohort."""
    session, actor = current_session(), current_actor()
    versions = {str(row.public_id): row for row in queries.list_versions_to_plan(session, actor=actor)}
    organisations = _offer_organisations(form := CohortNewForm())
    form.programme_version.choices = [
        choice(key, _("%(title)s, versie %(number)s", title=row.programme.title, number=row.number))
        for key, row in versions.items()
    ]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            cohort = operations.plan_cohort(
                session,
                actor=actor,
                programme_version=versions[form.programme_version.data],
                **form.facts(),
            )
            _admit_chosen(cohort, form, organisations)
            flash(_("De leergroep is gepland. Voeg nu deelnemers en bijeenkomsten toe."))
            return redirect(url_for("cohorts.cohort_show", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, _field_of(form, error))
    return render_template("cohorts/cohort_new.html", form=form, versions=versions), status


@blueprint.route("/leergroepen/<uuid:cohort_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_change_cohort, load=queries.get_cohort)
@writes
def cohort_edit(cohort: Cohort) -> ResponseReturnValue:
    """Change a cohort and the organisations that it admits."""
    session = current_session()
    admitted = queries.list_admitted(session, cohort=cohort)
    form = CohortEditForm(obj=cohort, data={"organisations": [str(row.public_id) for row in admitted]})
    organisations = _offer_organisations(form)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.change_cohort(
                session,
                actor=current_actor(),
                cohort=cohort,
                version=form.version.number,
                **form.facts(),
            )
            _admit_chosen(cohort, form, organisations)
            flash(_("De leergroep is bijgewerkt."))
            return redirect(url_for("cohorts.cohort_show", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, _field_of(form, error))
            form.version.follow(cohort.version)
    return render_template("cohorts/cohort_edit.html", form=form, cohort=cohort), status


def _field_of(form: CohortEditForm, error: DomainError) -> Field | None:
    if isinstance(error, UnknownAcademicYearError):
        return form.academic_year
    if isinstance(error, MeetsOutsideError):
        return form.starts_on if error.is_before else form.ends_on
    return form.organisations if isinstance(error, StillTakesPartError) else None


def _offer_organisations(form: CohortEditForm) -> dict[str, Organisation]:
    organisations = {str(row.public_id): row for row in list_organisations(current_session())}
    form.organisations.choices = [choice(key, row.name) for key, row in organisations.items()]
    return organisations


def _admit_chosen(cohort: Cohort, form: CohortEditForm, organisations: dict[str, Organisation]) -> None:
    session, actor = current_session(), current_actor()
    chosen = set(form.organisations.data or [])
    admitted = {str(row.public_id) for row in queries.list_admitted(session, cohort=cohort)}
    for key in sorted(chosen - admitted):
        operations.admit_organisation(session, actor=actor, cohort=cohort, organisation=organisations[key])
    for key in sorted(admitted - chosen):
        operations.end_admission(session, actor=actor, cohort=cohort, organisation=organisations[key])


@blueprint.get("/leergroepen/<uuid:cohort_id>")
@guarded_by(policies.may_see_cohort, load=queries.get_cohort_with_people)
def cohort_show(cohort: Cohort) -> ResponseReturnValue:
    """One cohort at a glance: who, with whom, when."""
    session = current_session()
    plans = policies.may_change_cohort(current_actor(), cohort)
    return render_template(
        "cohorts/cohort_show.html",
        cohort=cohort,
        composition=rules.composition(cohort.enrolments, target=cohort.target_size),
        trainers=queries.list_trainers(session, cohort=cohort),
        meetings=queries.list_coming_meetings(session, cohort=cohort, day=clock.today(), limit=COMING),
        admitted=queries.list_admitted(session, cohort=cohort) if plans else (),
    )


@blueprint.route("/leergroepen/<uuid:cohort_id>/opleiders", methods=["GET", "POST"])
@guarded_by(policies.may_change_cohort, load=queries.get_cohort)
@writes
def trainer_assign(cohort: Cohort) -> ResponseReturnValue:
    """Who teaches a cohort, and who will."""
    session = current_session()
    form = TrainerAssignForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            person = operations.assign_trainer_by_email(
                session, actor=current_actor(), cohort=cohort, email=form.email.data or ""
            )
            flash(_("%(name)s is nu opleider van deze leergroep.", name=person.display_name))
            return redirect(url_for("cohorts.trainer_assign", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, form.email)
    trainers = queries.list_trainers(session, cohort=cohort)
    return render_template(
        "cohorts/trainer_assign.html",
        form=form,
        cohort=cohort,
        trainers=trainers,
        withdraw_form=TrainerWithdrawForm(formdata=None),
    ), status


@blueprint.post("/leergroepen/<uuid:cohort_id>/opleiders/<uuid:person_id>/intrekken")
@guarded_by(policies.may_withdraw_trainer, load=queries.get_cohort_trainer)
@writes
def trainer_withdraw(trainer: CohortTrainer) -> ResponseReturnValue:
    """Take a trainer off a cohort."""
    operations.withdraw_trainer(
        current_session(), actor=current_actor(), cohort=trainer.cohort, person=trainer.person
    )
    flash(_("%(name)s is geen opleider meer van deze leergroep.", name=trainer.person.display_name))
    return redirect(url_for("cohorts.trainer_assign", cohort_id=trainer.cohort.public_id), 303)
