"""How invitations stand, rounds of them, and what the coordinator does with one."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries import get_cohort, get_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.rosters import operations, policies, queries
from lms.rosters.forms import ROUND_LABELS, STATUS_LABELS, InvitationForm, RoundForm
from lms.rosters.models import RoundKind
from lms.rosters.operations.invitations import mark_of, people_of
from lms.rosters.rules import InvitationStatus
from lms.rosters.views.blueprint import blueprint


@blueprint.get("/leergroepen/<uuid:cohort_id>/uitnodigingen")
@guarded_by(policies.may_send_round, load=get_cohort)
def invitations_list(cohort: Cohort) -> ResponseReturnValue:
    """How the invitation of everybody in a cohort stands."""
    standings = queries.list_standings(current_session(), cohort=cohort)
    wanted = request.args.get("stand", "")
    return render_template(
        "rosters/invitations_list.html",
        cohort=cohort,
        standings=[row for row in standings if not wanted or row.status.value == wanted],
        total=len(standings),
        counts=Counter(row.status for row in standings),
        wanted=wanted,
        statuses=list(InvitationStatus),
        labels=STATUS_LABELS,
        rounds=queries.list_rounds(current_session(), cohort=cohort),
        round_labels=ROUND_LABELS,
        waiting={kind: len(people_of(standings, kind=kind)) for kind in RoundKind},
        form=InvitationForm(formdata=None),
    )


@blueprint.route("/leergroepen/<uuid:cohort_id>/uitnodigingen/eerste", methods=["GET", "POST"])
@guarded_by(policies.may_send_round, load=get_cohort)
@writes
def round_first(cohort: Cohort) -> ResponseReturnValue:
    """Invite everybody who was never invited, after a look at the list."""
    return _round(cohort, RoundKind.FIRST)


@blueprint.route("/leergroepen/<uuid:cohort_id>/uitnodigingen/herinnering", methods=["GET", "POST"])
@guarded_by(policies.may_send_round, load=get_cohort)
@writes
def round_reminder(cohort: Cohort) -> ResponseReturnValue:
    """Remind only those who did not answer, after a look at the list."""
    return _round(cohort, RoundKind.REMINDER)


def _round(cohort: Cohort, kind: RoundKind) -> ResponseReturnValue:
    session, refusal, status = current_session(), "", 200
    form = RoundForm()
    if form.validate_on_submit():
        try:
            invitation_round = operations.start_round(
                session, actor=current_actor(), cohort=cohort, kind=kind, mark=form.mark.data or ""
            )
            return redirect(url_for("jobs.job_show", job_id=invitation_round.job_id), 303)
        except DomainError as error:
            refusal, status = sentence_for(error), error.status
    people = people_of(queries.list_standings(session, cohort=cohort), kind=kind)
    form.mark.data = mark_of(people)
    template = "rosters/round_first.html" if kind is RoundKind.FIRST else "rosters/round_reminder.html"
    return render_template(
        template, cohort=cohort, people=people, form=form, refusal=refusal, labels=STATUS_LABELS
    ), status


@blueprint.post("/inschrijvingen/<uuid:enrolment_id>/uitnodiging/intrekken")
@guarded_by(policies.may_change_invitation, load=get_enrolment)
@writes
def invitation_withdraw(enrolment: Enrolment) -> ResponseReturnValue:
    """Make the link of somebody's invitation stop working."""
    operations.withdraw_invitation_of(current_session(), actor=current_actor(), enrolment=enrolment)
    flash(_("De link van %(name)s werkt niet meer.", name=enrolment.person.display_name))
    return redirect(url_for("rosters.invitations_list", cohort_id=enrolment.cohort.public_id), 303)


@blueprint.post("/inschrijvingen/<uuid:enrolment_id>/uitnodiging/niet-aangekomen")
@guarded_by(policies.may_change_invitation, load=get_enrolment)
@writes
def invitation_bounce(enrolment: Enrolment) -> ResponseReturnValue:
    """Note that somebody's invitation came back."""
    operations.mark_bounced(current_session(), actor=current_actor(), enrolment=enrolment)
    flash(_("De mail aan %(name)s staat nu als niet aangekomen.", name=enrolment.person.display_name))
    return redirect(url_for("rosters.invitations_list", cohort_id=enrolment.cohort.public_id), 303)
