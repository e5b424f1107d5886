"""Who applied: the list of a cohort, one application, and inviting to the intake talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.admissions import operations, policies, queries, rules
from lms.admissions.forms import ADVICE_LABELS, ROUND_LABELS, STATE_LABELS
from lms.admissions.models import Application, ApplicationRound, ApplicationState
from lms.admissions.views.blueprint import bp
from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort, get_cohort_with_people
from lms.cohorts.rules import composition
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.bounces import bounced_on
from lms.core.errors import NotFoundError
from lms.core.forms import ConfirmForm
from lms.core.unit_of_work import current_session, writes


@bp.get("/leergroepen/<uuid:cohort_id>/aanmeldingen")
@guarded_by(policies.may_see_applications, load=get_cohort_with_people)
def applications_list(cohort: Cohort) -> ResponseReturnValue:
    """Who applied for a cohort and how far each is; how the group would be made up."""
    session = current_session()
    round_ = queries.find_round(session, cohort=cohort)
    if round_ is None:
        return render_template("admissions/applications_list.html", cohort=cohort, round=None)
    everybody = queries.list_applications(session, round_=round_)
    asked = request.args.get("stand", "")
    chosen = next((state for state in ApplicationState if state.value == asked), None)
    shown = [row for row in everybody if chosen is None or row.state is chosen]
    taken = composition(cohort.enrolments, target=rules.capacity_of(round_))
    return render_template(
        "admissions/applications_list.html",
        cohort=cohort,
        round=round_,
        state=rules.round_state(round_, day=clock.today()),
        applications=sorted(shown, key=_in_order),
        everybody=everybody,
        filters=_filters(cohort, everybody, chosen),
        drafts=queries.count_drafts(session, round_=round_),
        taken=taken,
        expected=composition(
            [*cohort.enrolments, *rules.candidates(everybody)], target=rules.capacity_of(round_)
        ),
        places_left=rules.places_left(round_, taken=taken.total),
        waiting=_waiting(everybody),
        labels={"state": STATE_LABELS, "advice": ADVICE_LABELS, "round": ROUND_LABELS},
        form=ConfirmForm(),
    )


def _in_order(application: Application) -> tuple[int, int]:
    """What asks for something first, the waiting list in its order, what is over last."""
    order = list(ApplicationState)
    return order.index(application.state), application.waiting_place or 0


def _waiting(applications: Sequence[Application]) -> Sequence[Application]:
    waiting = [row for row in applications if row.state is ApplicationState.WAITING]
    return sorted(waiting, key=lambda row: (row.waiting_place or 0, row.id))


def _filters(
    cohort: Cohort, applications: Sequence[Application], chosen: ApplicationState | None
) -> list[dict[str, Any]]:
    """Counts that can be pressed; a state in which nobody is, is left out."""
    counts = Counter(row.state for row in applications)

    def one(label: Any, number: int, state: ApplicationState | None) -> dict[str, Any]:
        values: dict[str, Any] = {"stand": state.value} if state else {}
        url = url_for("admissions.applications_list", cohort_id=cohort.public_id, **values)
        tone = "wait" if state in (ApplicationState.SUBMITTED, ApplicationState.INTAKE_HELD) else None
        return {"label": label, "url": url, "count": number, "current": state is chosen, "tone": tone}

    states = [state for state in ApplicationState if counts[state]]
    return [
        one(_("alle"), len(applications), None),
        *(one(STATE_LABELS[state], counts[state], state) for state in states),
    ]


@bp.post("/leergroepen/<uuid:cohort_id>/aanmeldingen/uitnodigen")
@guarded_by(policies.may_invite_everybody, load=get_cohort)
@writes
def applicants_invite(cohort: Cohort) -> ResponseReturnValue:
    """Invite everybody who waits for it to the intake talk."""
    session = current_session()
    round_ = _round_of(cohort)
    number = operations.invite_everybody(session, actor=current_actor(), round_=round_)
    if number:
        flash(
            ngettext(
                "%(num)d persoon krijgt een mail om een tijd te kiezen.",
                "%(num)d mensen krijgen een mail om een tijd te kiezen.",
                number,
            )
        )
    else:
        flash(_("Er wacht niemand op een uitnodiging."), "info")
    return redirect(url_for("admissions.applications_list", cohort_id=cohort.public_id), 303)


def _round_of(cohort: Cohort) -> ApplicationRound:
    round_ = queries.find_round(current_session(), cohort=cohort)
    if round_ is None:
        raise NotFoundError
    return round_


@bp.get("/aanmeldingen/<uuid:application_id>")
@guarded_by(policies.may_see_application, load=queries.get_application)
def application_show(application: Application) -> ResponseReturnValue:
    """What somebody sent in, the talk, and what was decided."""
    addresses = [application.email, application.manager_email]
    return render_template(
        "admissions/application_show.html",
        application=application,
        cohort=application.round.cohort,
        labels={"state": STATE_LABELS, "advice": ADVICE_LABELS},
        may_be_invited=rules.may_be_invited(application.state),
        may_be_decided=rules.may_be_decided(application.state),
        erased_on=rules.erased_on(application),
        bounced=bounced_on(current_session(), addresses=addresses),
        form=ConfirmForm(),
    )


@bp.post("/aanmeldingen/<uuid:application_id>/uitnodigen")
@guarded_by(policies.may_record_intake, load=queries.get_application)
@writes
def applicant_invite(application: Application) -> ResponseReturnValue:
    """Invite somebody to the intake talk."""
    operations.invite_to_intake(current_session(), actor=current_actor(), application=application)
    flash(_("%(name)s krijgt een mail om een tijd te kiezen.", name=application.display_name))
    return redirect(url_for("admissions.application_show", application_id=application.public_id), 303)
