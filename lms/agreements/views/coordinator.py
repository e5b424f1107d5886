"""The agreements of a cohort: who signed what, a first version, a next version, links and reminders."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.agreements import operations, policies, queries, rules
from lms.agreements.forms import (
    FACT_LABELS,
    AgreementEditForm,
    AgreementNewForm,
    LinkSendForm,
    SignersRemindForm,
    values_of,
)
from lms.agreements.models import LearningAgreement
from lms.agreements.views.agreements import agreement_page
from lms.agreements.views.blueprint import bp, refuse
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_cohort, get_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.bounces import bounced_on
from lms.core.errors import ConflictError, DomainError
from lms.core.unit_of_work import current_session, writes


@bp.get("/leergroepen/<uuid:cohort_id>/leerovereenkomsten")
@guarded_by(policies.may_see_overview, load=get_cohort)
def agreements_list(cohort: Cohort) -> ResponseReturnValue:
    """Everybody in the cohort, and whose signature is still missing."""
    lines = queries.list_lines(current_session(), cohort=cohort)
    addresses = [line.agreement.manager_email for line in lines if line.agreement]
    return render_template(
        "agreements/agreements_list.html",
        cohort=cohort,
        lines=lines,
        bounced=bounced_on(current_session(), addresses=addresses),
        figures=rules.figures_of(lines),
        remind_form=SignersRemindForm(formdata=None),
    )


@bp.post("/leergroepen/<uuid:cohort_id>/leerovereenkomsten/herinnering")
@guarded_by(policies.may_remind_signers, load=get_cohort)
@writes
def signers_remind(cohort: Cohort) -> ResponseReturnValue:
    """Remind everybody who must still sign."""
    reminded = operations.remind_signers(current_session(), actor=current_actor(), cohort=cohort)
    if reminded:
        told = ngettext(
            "Herinnering verstuurd voor %(num)d leerovereenkomst.",
            "Herinnering verstuurd voor %(num)d leerovereenkomsten.",
            reminded,
        )
        flash(told)
    else:
        flash(_("Er is niemand te herinneren. Dat kan hooguit één keer per dag."), "info")
    return redirect(url_for("agreements.agreements_list", cohort_id=cohort.public_id), 303)


@bp.route("/inschrijvingen/<uuid:enrolment_id>/leerovereenkomst", methods=["GET", "POST"])
@guarded_by(policies.may_draft_agreement, load=get_enrolment)
@writes
def agreement_new(enrolment: Enrolment) -> ResponseReturnValue:
    """Draft the first version."""
    form = AgreementNewForm(facts=[fact.value for fact in FACT_LABELS])
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = operations.draft_agreement(
                current_session(), actor=current_actor(), enrolment=enrolment, **asdict(form.terms())
            )
            flash(_("De leerovereenkomst staat klaar. Alle drie krijgen bericht."))
            return redirect(url_for("agreements.agreement_show", agreement_id=made.public_id), 303)
        except DomainError as error:
            status = _refused(form, error)
    return render_template("agreements/agreement_new.html", enrolment=enrolment, form=form), status


@bp.route("/leerovereenkomsten/<uuid:agreement_id>/nieuwe-versie", methods=["GET", "POST"])
@guarded_by(policies.may_revise_agreement, load=queries.get_agreement)
@writes
def agreement_edit(agreement: LearningAgreement) -> ResponseReturnValue:
    """Make the next version; of two tabs the second sees both."""
    session = current_session()
    form = AgreementEditForm(data=values_of(agreement))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = operations.revise_agreement(
                session, actor=current_actor(), agreement=agreement, terms=form.terms()
            )
            flash(_("De nieuwe versie staat klaar. Alle drie tekenen opnieuw."))
            return redirect(url_for("agreements.agreement_show", agreement_id=made.public_id), 303)
        except ConflictError:
            agreement = queries.get_latest(session, agreement=agreement)
            status = _conflict(form, agreement)
        except DomainError as error:
            status = _refused(form, error)
    return render_template("agreements/agreement_edit.html", agreement=agreement, form=form), status


@bp.post("/leerovereenkomsten/<uuid:agreement_id>/link")
@guarded_by(policies.may_revise_agreement, load=queries.get_agreement)
@writes
def link_send(agreement: LearningAgreement) -> ResponseReturnValue:
    """Send the line manager a new link, perhaps to another address."""
    form = LinkSendForm()
    if not form.validate_on_submit():
        return agreement_page(agreement, link_form=form, status=422)
    email = form.email.data or ""
    try:
        operations.send_link(
            current_session(), actor=current_actor(), agreement=agreement, manager_email=email
        )
    except operations.ManagerIsSignerError as error:
        return agreement_page(agreement, link_form=form, status=refuse(form, error, form.email))
    except DomainError as error:
        return agreement_page(agreement, link_form=form, status=refuse(form, error))
    flash(_("De nieuwe link is onderweg naar %(email)s. De oude werkt niet meer.", email=email))
    return redirect(url_for("agreements.agreement_show", agreement_id=agreement.public_id), 303)


def _refused(form: AgreementNewForm, error: DomainError) -> int:
    fields = {
        operations.HoursOutOfRangeError: form.hours_per_week,
        operations.ManagerIsSignerError: form.manager_email,
    }
    return refuse(form, error, fields.get(type(error)))


def _conflict(form: AgreementEditForm, latest: LearningAgreement) -> int:
    """Show beside what was typed what another made of it meanwhile."""
    theirs = values_of(latest) | {
        "facts": ", ".join(str(label) for fact, label in FACT_LABELS.items() if fact in latest.facts)
    }
    form.saved_meanwhile = [(form[name].label.text, str(value) or "–") for name, value in theirs.items()]
    form.form_errors.append(
        _("Een ander maakte intussen een nieuwe versie. Wat jij invulde staat hier nog. Kijk het na.")
    )
    return 409
