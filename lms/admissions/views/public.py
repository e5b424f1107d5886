"""What strangers see: which programmes one can apply for, and the form."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from lms.accounts.queries import list_disciplines, list_job_roles
from lms.admissions import operations, queries, rules
from lms.admissions.forms import ApplicationForm, ApplicationNewForm, LinkRenewForm
from lms.admissions.models import ApplicationRound
from lms.admissions.views.blueprint import bp
from lms.admissions.views.throttle import limited
from lms.cohorts.queries import list_admitted
from lms.core import clock
from lms.core.authorisation import current_actor, public
from lms.core.errors import DomainError, NotFoundError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.programmes.queries import get_outline


@bp.get("/aanmelden")
@public("who wants to take part has no account yet")
def round_index() -> ResponseReturnValue:
    """The cohorts for which people can apply, or soon can."""
    rounds = queries.list_rounds_to_show(current_session())
    return render_template("admissions/round_index.html", rounds=rounds, state_of=_state_of)


@bp.get("/aanmelden/opleidingen/<uuid:programme_id>")
@public("who wants to take part reads first what the programme is")
def programme_about(programme_id: UUID) -> ResponseReturnValue:
    """What a programme is, and for which cohorts people can apply; only while there is such a cohort."""
    session = current_session()
    rounds = queries.list_rounds_to_show(session, programme_id=programme_id)
    if not rounds:
        raise NotFoundError
    version = get_outline(session, version_id=rounds[0].cohort.programme_version_id)
    return render_template(
        "admissions/programme_about.html", version=version, rounds=rounds, state_of=_state_of
    )


def _state_of(round_: ApplicationRound) -> rules.RoundState:
    return rules.round_state(round_, day=clock.today())


def offer_choices(form: ApplicationForm, round_: ApplicationRound) -> None:
    """Fill the lists of the form: who may send people, and the disciplines and job roles that we know."""
    session = current_session()
    form.offer(
        organisations=list_admitted(session, cohort=round_.cohort),
        disciplines=list_disciplines(session),
        job_roles=list_job_roles(session),
    )


@bp.route("/aanmelden/leergroepen/<uuid:cohort_id>", methods=["GET", "POST"])
@limited
@public("who wants to take part has no account yet; the answer is the same for every address")
@writes
def application_new(cohort_id: UUID) -> ResponseReturnValue:
    """Write an application; a link to it is mailed, whether it is sent in or kept as a draft."""
    session = current_session()
    round_ = queries.get_open_round(session, cohort_id=cohort_id)
    state, form = _state_of(round_), ApplicationNewForm()
    offer_choices(form, round_)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.start_application(
                session,
                actor=current_actor(),
                round_=round_,
                email=form.email.data or "",
                locale=str(get_locale())[:2],
                facts=form.facts(),
                is_sent=form.is_sent,
            )
            return redirect(url_for("admissions.application_received"), 303)
        except DomainError as error:
            status = refuse(form, error)
    return render_template("admissions/application_new.html", form=form, round=round_, state=state), status


@bp.get("/aanmelden/ontvangen")
@public("the same words for whoever sent something, so that nobody learns which addresses we know")
def application_received() -> ResponseReturnValue:
    """Look in your mail: that is where it goes on."""
    return render_template("admissions/application_received.html")


@bp.route("/aanmelden/nieuwe-link", methods=["GET", "POST"])
@limited
@public("who lost the link asks for another; the answer is the same for every address")
@writes
def link_renew() -> ResponseReturnValue:
    """Mail new links to whoever applied with this address."""
    form = LinkRenewForm()
    if not form.validate_on_submit():
        return render_template("admissions/link_renew.html", form=form), 422 if form.errors else 200
    operations.renew_links(current_session(), actor=current_actor(), email=form.email.data or "")
    return redirect(url_for("admissions.application_received"), 303)
