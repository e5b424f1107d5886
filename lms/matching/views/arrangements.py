"""One arrangement: look at it closely, make an own version of it, publish it, throw it away."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import KIND_LABELS, PlainForm, PublishForm
from lms.matching.models import Arrangement, Round, RoundState
from lms.matching.rules import snapshot
from lms.matching.rules.moves import changed_people
from lms.matching.views.blueprint import blueprint
from lms.matching.views.board import board_of, is_of_groups


@blueprint.get("/voorstellen/<uuid:arrangement_id>")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
def arrangement_show(arrangement: Arrangement) -> ResponseReturnValue:
    """One arrangement with, per person, why this place."""
    return _page(arrangement)


def _page(arrangement: Arrangement, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    return render_template(
        "matching/arrangement_show.html",
        arrangement=arrangement,
        round=arrangement.round,
        cohort=arrangement.round.cohort,
        board=board_of(arrangement),
        is_of_groups=is_of_groups(arrangement.round),
        form=PlainForm(formdata=None),
        refusal=refusal,
        kind_labels=KIND_LABELS,
    ), status


@blueprint.post("/voorstellen/<uuid:arrangement_id>/eigen-versie")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
@writes
def arrangement_copy(arrangement: Arrangement) -> ResponseReturnValue:
    """Make an own version, and go on with it by hand."""
    try:
        own = operations.copy_arrangement(current_session(), actor=current_actor(), arrangement=arrangement)
    except DomainError as error:
        return _page(arrangement, sentence_for(error), error.status)
    return redirect(url_for("matching.arrangement_edit", arrangement_id=own.public_id), 303)


@blueprint.route("/voorstellen/<uuid:arrangement_id>/publiceren", methods=["GET", "POST"])
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
@writes
def arrangement_publish(arrangement: Arrangement) -> ResponseReturnValue:
    """Ask once, then make it final: who hears of it stands beside the button."""
    form, refusal, status, round_ = PublishForm(), "", 200, arrangement.round
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                operations.publish_arrangement(
                    current_session(),
                    actor=current_actor(),
                    arrangement=arrangement,
                    version=form.version.number,
                    round_version=form.round_version.number,
                )
                flash(_("De indeling is gepubliceerd. Wie het aangaat krijgt bericht."))
                return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)
            except DomainError as error:
                refusal, status = sentence_for(error), error.status
    form.version.data, form.round_version.data = str(arrangement.version), str(round_.version)
    return _publish_page(arrangement, form, refusal), status


def _publish_page(arrangement: Arrangement, form: PublishForm, refusal: str) -> str:
    round_ = arrangement.round
    return render_template(
        "matching/arrangement_publish.html",
        arrangement=arrangement,
        round=round_,
        cohort=round_.cohort,
        board=board_of(arrangement, problem=snapshot.problem_of(round_)),
        concerned=_concerned(arrangement),
        replaced=_replaced(round_),
        is_of_groups=is_of_groups(round_),
        form=form,
        refusal=refusal,
        kind_labels=KIND_LABELS,
    )


def _replaced(round_: Round) -> Round | None:
    """The round of before that makes room for a new one; days to walk along stay beside each other."""
    if round_.state is not RoundState.DRAFT or not is_of_groups(round_):
        return None
    return queries.find_published(current_session(), cohort_id=round_.cohort_id, kind=round_.kind)


def _concerned(arrangement: Arrangement) -> list[str]:
    """Who hears of it: everybody at first, later only whose company changes."""
    round_ = arrangement.round
    people = {row.enrolment_id: row.enrolment for row in round_.members if row.left_at is None}
    if round_.state is not RoundState.PUBLISHED:
        return [row.person.display_name for key, row in people.items() if arrangement.has(key)]
    hosts = {row["key"]: row["member"] for row in round_.facts["hosts"]}
    before = snapshot.placing_of(operations.current_of(round_))
    changed = changed_people(before, snapshot.placing_of(arrangement), hosts)
    return [row.person.display_name for key, row in people.items() if key in changed]


@blueprint.post("/voorstellen/<uuid:arrangement_id>/weggooien")
@guarded_by(policies.may_compose_arrangement, load=queries.get_arrangement)
@writes
def arrangement_discard(arrangement: Arrangement) -> ResponseReturnValue:
    """Throw a proposal or own version away."""
    round_id = arrangement.round.public_id
    try:
        operations.discard_arrangement(current_session(), actor=current_actor(), arrangement=arrangement)
    except DomainError as error:
        return _page(arrangement, sentence_for(error), error.status)
    flash(_("Het voorstel is weggegooid."))
    return redirect(url_for("matching.round_show", round_id=round_id), 303)
