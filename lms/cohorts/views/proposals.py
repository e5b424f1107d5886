"""What participants say of their own day part: I am here, I cannot come."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import AbsenceAnnounceForm, CheckInForm, ProposalWithdrawForm
from lms.cohorts.models import ProposalKind
from lms.cohorts.rules import PersonalDayPart
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes


@blueprint.post("/dagdelen/<uuid:day_part_id>/aanmelden")
@guarded_by(policies.may_speak_of_day_part, load=queries.get_own_day_part)
@writes
def check_in(own: PersonalDayPart) -> ResponseReturnValue:
    """Propose to be registered as present."""
    if CheckInForm().validate():
        operations.check_in(current_session(), actor=current_actor(), own=own)
        flash(_("Je bent aangemeld. Je opleider bevestigt het."))
    return redirect(url_for("cohorts.attendance_own"), 303)


@blueprint.route("/dagdelen/<uuid:day_part_id>/afmelden", methods=["GET", "POST"])
@guarded_by(policies.may_speak_of_day_part, load=queries.get_own_day_part)
@writes
def absence_announce(own: PersonalDayPart) -> ResponseReturnValue:
    """Say beforehand not to come, and perhaps why."""
    form = AbsenceAnnounceForm(data=_said(own))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.announce_absence(current_session(), actor=current_actor(), own=own, **form.facts())
            flash(_("Je bent afgemeld. Je opleider ziet het bij de aanwezigheid."))
            return redirect(url_for("cohorts.attendance_own"), 303)
        except DomainError as error:
            status = refuse(form, error)
    return render_template(
        "cohorts/absence_announce.html",
        form=form,
        own=own,
        part=rules.part_of_day(own.day_part.starts_at),
        is_open=rules.may_announce(own.day_part, moment=clock.now()),
    ), status


def _said(own: PersonalDayPart) -> dict[str, object]:
    proposal = own.proposal
    if proposal is None or proposal.kind is ProposalKind.PRESENT:
        return {}
    reason = proposal.absence_reason
    return {"kind": (reason or proposal.kind).value, "note": proposal.absence_note}


@blueprint.post("/dagdelen/<uuid:day_part_id>/afmelden/intrekken")
@guarded_by(policies.may_speak_of_day_part, load=queries.get_own_day_part)
@writes
def absence_withdraw(own: PersonalDayPart) -> ResponseReturnValue:
    """Take back what was said of a day part."""
    if ProposalWithdrawForm().validate():
        operations.withdraw_proposal(current_session(), actor=current_actor(), own=own)
        flash(_("Je melding is ingetrokken."))
    return redirect(url_for("cohorts.attendance_own"), 303)
