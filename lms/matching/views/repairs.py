"""How a published round goes on without somebody (DR-08)."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import KIND_LABELS, PlainForm
from lms.matching.models import Origin, RoundMember, RoundState
from lms.matching.rules import snapshot
from lms.matching.views.blueprint import blueprint
from lms.matching.views.board import Board, board_of, is_of_groups


@blueprint.route("/indelingen/<uuid:round_id>/herstel/<uuid:enrolment_id>", methods=["GET", "POST"])
@guarded_by(policies.may_compose_member, load=queries.get_member)
@writes
def repairs_show(member: RoundMember) -> ResponseReturnValue:
    """Ask for repairs, and compare them: fewest changes for others first."""
    form, refusal, status, round_ = PlainForm(), "", 200, member.round
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                operations.offer_repairs(
                    current_session(), actor=current_actor(), round_=round_, member=member
                )
                own = url_for(
                    "matching.repairs_show",
                    round_id=round_.public_id,
                    enrolment_id=member.enrolment.public_id,
                )
                return redirect(own, 303)
            except DomainError as error:
                refusal, status = sentence_for(error), error.status
    return render_template(
        "matching/repairs_show.html",
        member=member,
        round=round_,
        cohort=round_.cohort,
        offers=_offers(member),
        needs_repair=_needs_repair(member),
        is_of_groups=is_of_groups(round_),
        form=form,
        refusal=refusal,
        kind_labels=KIND_LABELS,
    ), status


def _offers(member: RoundMember) -> list[Board]:
    """What was offered after this person left, and not chosen."""
    problem = snapshot.problem_of(member.round)
    return [
        board_of(row, problem=problem)
        for row in member.round.arrangements
        if row.origin is Origin.REPAIR and row.published_at is None and row.gone_id == member.enrolment_id
    ]


def _needs_repair(member: RoundMember) -> bool:
    """Whether somebody who left is still counted on in what holds now."""
    holds = member.round.state is RoundState.PUBLISHED and member.left_at is not None
    return holds and operations.current_of(member.round).concerns(member.enrolment_id)
