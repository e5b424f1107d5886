"""Intake talks: the times that are offered, and the record of what was said."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts.models import Hat, Person
from lms.accounts.queries import list_wearers
from lms.admissions import operations, policies, queries
from lms.admissions.forms import IntakeEditForm, SlotsListForm
from lms.admissions.models import OPEN, Application, ApplicationRound, ApplicationState, IntakeSlot
from lms.admissions.rules import SlotsImpossibleError
from lms.admissions.views.blueprint import bp
from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort, list_trainers
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError, NotFoundError
from lms.core.forms import ConfirmForm, choice
from lms.core.refusals import refuse
from lms.core.rendering import number
from lms.core.unit_of_work import current_session, writes


@bp.route("/leergroepen/<uuid:cohort_id>/intakegesprekken", methods=["GET", "POST"])
@guarded_by(policies.may_offer_slots, load=get_cohort)
@writes
def slots_list(cohort: Cohort) -> ResponseReturnValue:
    """The times for talks, who comes when, and more times."""
    session = current_session()
    round_ = queries.find_round(session, cohort=cohort)
    if round_ is None:
        raise NotFoundError
    staff = _staff_of(cohort)
    form = SlotsListForm()
    form.held_by.choices = [
        choice("", _("Kies …")),
        *(choice(str(person.public_id), person.display_name) for person in staff),
    ]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            held_by = next(person for person in staff if str(person.public_id) == form.held_by.data)
            _offer(form, round_, held_by)
            return redirect(url_for("admissions.slots_list", cohort_id=cohort.public_id), 303)
        except SlotsImpossibleError as error:
            status = refuse(form, error, form.day)
    return render_template(
        "admissions/slots_list.html",
        cohort=cohort,
        form=form,
        slots=queries.list_slots(session, round_=round_),
        withdraw_form=ConfirmForm(formdata=None),
    ), status


def _offer(form: SlotsListForm, round_: ApplicationRound, held_by: Person) -> None:
    times = form.times()
    operations.offer_slots(
        current_session(),
        actor=current_actor(),
        round_=round_,
        held_by=held_by,
        times=times,
        place=form.place.data or "",
        video_url=form.video_url.data or "",
    )
    flash(ngettext("%(num)d tijd is toegevoegd.", "%(num)d tijden zijn toegevoegd.", len(times)))


def _staff_of(cohort: Cohort) -> Sequence[Person]:
    """Who can hold a talk: the trainers of the cohort and the coordinators of its programme."""
    session = current_session()
    programme = cohort.programme_version.programme
    coordinators = list_wearers(session, hat=Hat.COORDINATOR, scope=programme.public_id)
    trainers = list_trainers(session, cohort=cohort)
    return list({person.id: person for person in (*trainers, *coordinators)}.values())


@bp.post("/intakegesprekken/<uuid:slot_id>/schrappen")
@guarded_by(policies.may_withdraw_slot, load=queries.get_slot)
@writes
def slot_withdraw(slot: IntakeSlot) -> ResponseReturnValue:
    """Take a time back; who had chosen it hears so."""
    cohort_id, was_booked = slot.round.cohort.public_id, slot.application is not None
    operations.withdraw_slot(current_session(), actor=current_actor(), slot=slot)
    flash(
        _("De tijd is geschrapt. Wie hem had gekozen, krijgt een mail.")
        if was_booked
        else _("De tijd is geschrapt.")
    )
    return redirect(url_for("admissions.slots_list", cohort_id=cohort_id), 303)


@bp.route("/aanmeldingen/<uuid:application_id>/intake", methods=["GET", "POST"])
@guarded_by(policies.may_record_intake, load=queries.get_application)
@writes
def intake_edit(application: Application) -> ResponseReturnValue:
    """Write down what was said in the talk; it begins with what the application told."""
    form = IntakeEditForm(obj=application.intake)
    status = 422 if form.is_submitted() else 200
    may_write = application.state in {*OPEN, ApplicationState.WAITING}
    if not form.is_submitted():
        _prefill(form, application)
    elif form.validate():
        try:
            operations.record_intake(
                current_session(),
                actor=current_actor(),
                application=application,
                notes=form.notes(),
                version=form.version.number,
            )
            flash(_("Het verslag is bewaard."))
            return redirect(url_for("admissions.application_show", application_id=application.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, version=application.intake.version if application.intake else 0)
    return render_template(
        "admissions/intake_edit.html",
        form=form,
        application=application,
        cohort=application.round.cohort,
        may_write=may_write,
    ), status


def _prefill(form: IntakeEditForm, application: Application) -> None:
    """What the application told is not asked again."""
    if application.intake is not None:
        form.advice.data = application.intake.advice.value if application.intake.advice else ""
        return
    form.motivation.data = application.motivation
    form.experience.data = application.experience
    hours = application.hours_per_week
    form.practice_access.data = _(
        "%(role)s bij %(organisation)s, %(hours)s uur per week afgesproken.",
        role=application.job_role_name or _("Functie onbekend"),
        organisation=application.organisation_name,
        hours=number(hours) if hours is not None else "–",
    )
