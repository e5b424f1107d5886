"""Change an own version by hand: choose a person, see what each place would mean, choose a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import KIND_LABELS, MoveForm, move_code
from lms.matching.models import Arrangement
from lms.matching.operations.editing import NoSuchMoveError
from lms.matching.rules import snapshot
from lms.matching.rules.judging import judge
from lms.matching.rules.moves import Move, MoveKind, moved, place_of, possible_moves
from lms.matching.rules.proposal import Proposal, Violation
from lms.matching.views.blueprint import blueprint
from lms.matching.views.board import Names, board_of, is_of_groups, names_of

MOST_AT_ONCE = 60


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What one move would mean: how much better or worse, and which rule it would break."""

    move: Move
    code: str
    gain: int
    violations: Sequence[Violation]
    proposal: Proposal

    @property
    def held_on(self) -> date | None:
        """The day of a visit, if the move names one."""
        return date.fromordinal(self.move.date) if self.move.date else None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A chosen person with every place to go to, the best ones first."""

    person: Enrolment
    place: int | None
    sound: Sequence[Consequence]
    breaking: Sequence[Consequence]
    group: int | None
    groups: int
    asks_group: bool


@blueprint.get("/voorstellen/<uuid:arrangement_id>/aanpassen")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
def arrangement_edit(arrangement: Arrangement) -> ResponseReturnValue:
    """The own version, with what a chosen person could do."""
    return _page(arrangement)


def _page(arrangement: Arrangement, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    round_ = arrangement.round
    return render_template(
        "matching/arrangement_edit.html",
        arrangement=arrangement,
        round=round_,
        cohort=round_.cohort,
        board=board_of(arrangement),
        choice=_choice(arrangement),
        names=names_of(round_),
        form=_form(arrangement),
        is_of_groups=is_of_groups(round_),
        refusal=refusal,
        kind_labels=KIND_LABELS,
    ), status


def _form(arrangement: Arrangement) -> MoveForm:
    return MoveForm(formdata=None, version=str(arrangement.version))


@blueprint.get("/voorstellen/<uuid:arrangement_id>/gevolgen")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
def consequences(arrangement: Arrangement) -> ResponseReturnValue:
    """The part of that page that changes with the chosen person, for whoever keeps it open."""
    return render_template(
        "matching/_consequences.html",
        arrangement=arrangement,
        choice=_choice(arrangement),
        names=names_of(arrangement.round),
        form=_form(arrangement),
        is_of_groups=is_of_groups(arrangement.round),
    )


def _choice(arrangement: Arrangement) -> Choice | None:
    """What the person that the address names could do; none when it names nobody of this round."""
    names: Names = names_of(arrangement.round)
    key, group = request.args.get("wie", type=int), request.args.get("groep", type=int)
    here = {row.enrolment_id for row in arrangement.round.members if row.left_at is None}
    if key is None or key not in here:
        return None
    found = _consequences(arrangement, key, group)
    sound = [one for one in found if not one.violations]
    return Choice(
        person=names.people[key],
        place=place_of(snapshot.placing_of(arrangement), key),
        sound=sorted(sound, key=lambda one: (one.move.kind is MoveKind.OUT, -one.gain)),
        breaking=[one for one in found if one.violations],
        group=group,
        groups=len(arrangement.groups),
        asks_group=len(here) > MOST_AT_ONCE and is_of_groups(arrangement.round),
    )


def _consequences(arrangement: Arrangement, key: int, group: int | None) -> list[Consequence]:
    problem, placing = snapshot.problem_of(arrangement.round), snapshot.placing_of(arrangement)
    before = judge(problem, placing)
    moves = possible_moves(problem, placing, key)
    if len(problem.candidates) > MOST_AT_ONCE:
        near = set(placing.groups[group]) if group is not None and 0 <= group < len(placing.groups) else set()
        moves = [one for one in moves if _is_near(one, group, near)]
    found = []
    for move in moves:
        after = judge(problem, moved(problem, placing, move))
        fresh = [one for one in after.violations if one not in before.violations]
        found.append(
            Consequence(
                move=move,
                code=move_code(move),
                gain=before.score - after.score,
                violations=fresh,
                proposal=after,
            )
        )
    return found


def _is_near(move: Move, group: int | None, people: set[int]) -> bool:
    """Of many people only one group is looked at: judging every place would keep the reader waiting."""
    if move.kind is MoveKind.SWAP:
        return move.target in people
    return move.kind is not MoveKind.TO_GROUP or move.target == group


@blueprint.post("/voorstellen/<uuid:arrangement_id>/verplaatsen")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
@writes
def arrangement_move(arrangement: Arrangement) -> ResponseReturnValue:
    """Move the chosen person."""
    form = MoveForm()
    move = form.move() if form.validate() else None
    try:
        if move is None:
            raise NoSuchMoveError
        operations.move_person(
            current_session(),
            actor=current_actor(),
            arrangement=arrangement,
            move=move,
            version=form.version.number,
        )
    except DomainError as error:
        return _page(arrangement, sentence_for(error), error.status)
    flash(_("%(name)s is verplaatst.", name=names_of(arrangement.round).one(move.key)))
    return redirect(url_for("matching.arrangement_edit", arrangement_id=arrangement.public_id), 303)


@blueprint.post("/voorstellen/<uuid:arrangement_id>/ongedaan")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
@writes
def arrangement_undo(arrangement: Arrangement) -> ResponseReturnValue:
    """Take the last move back."""
    form = MoveForm()
    form.validate()
    try:
        operations.undo_move(
            current_session(), actor=current_actor(), arrangement=arrangement, version=form.version.number
        )
    except DomainError as error:
        return _page(arrangement, sentence_for(error), error.status)
    flash(_("De laatste stap is ongedaan gemaakt."))
    return redirect(url_for("matching.arrangement_edit", arrangement_id=arrangement.public_id), 303)
