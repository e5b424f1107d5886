"""The rounds of a cohort: the list, a new one, comparing proposals, what counts most."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import BELONGING, Cohort, Enrolment
from lms.cohorts.queries import get_cohort_head, list_enrolments
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import KIND_LABELS, PIN_LABELS, PinForm, PlainForm, RoundNewForm, WeightsForm
from lms.matching.forms import weights_form as make_weights_form
from lms.matching.models import Round, RoundKind, RoundState
from lms.matching.rules.weights import SoftRule
from lms.matching.views.blueprint import blueprint
from lms.matching.views.board import Glance, board_of, glance_at, is_of_groups, names_of

BY_HAND = (RoundKind.INTERVISION_GROUPS, RoundKind.TRAINING_PAIRS)


@blueprint.get("/leergroepen/<uuid:cohort_id>/indelingen")
@guarded_by(policies.may_list_rounds, load=get_cohort_head)
def rounds_list(cohort: Cohort) -> ResponseReturnValue:
    """The rounds of a cohort: what holds, what waits, how it was."""
    return render_template(
        "matching/rounds_list.html",
        cohort=cohort,
        rounds=_composed(cohort),
        composes_visits=policies.may_compose_kind(current_actor(), cohort, RoundKind.SHADOW_VISITS),
        kind_labels=KIND_LABELS,
    )


def _composed(cohort: Cohort) -> list[Round]:
    """The rounds of the kinds that the reader composes."""
    rounds = queries.list_rounds(current_session(), cohort=cohort)
    return [row for row in rounds if policies.may_compose_kind(current_actor(), cohort, row.kind)]


@blueprint.route("/leergroepen/<uuid:cohort_id>/indelingen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_open_round, load=get_cohort_head)
@writes
def round_new(cohort: Cohort) -> ResponseReturnValue:
    """Begin a round of groups or pairs, with the first proposals beside it."""
    session, form, refusal = current_session(), RoundNewForm(), ""
    drafts = [row for row in _composed(cohort) if row.state is RoundState.DRAFT]
    form.offer(BY_HAND)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            opened = operations.open_round(
                session, actor=current_actor(), cohort=cohort, kind=RoundKind(form.kind.data)
            )
            round_ = queries.get_round(session, round_id=opened.public_id)
            return _ask(round_)
        except DomainError as error:
            refusal, status = sentence_for(error), error.status
    return render_template(
        "matching/round_new.html",
        cohort=cohort,
        form=form,
        drafts=drafts,
        refusal=refusal,
        kind_labels=KIND_LABELS,
        people=sum(row.state in BELONGING for row in list_enrolments(session, cohort=cohort)),
    ), status


def _ask(round_: Round) -> ResponseReturnValue:
    job = operations.ask_proposals(current_session(), actor=current_actor(), round_=round_)
    if job is not None:
        return redirect(url_for("jobs.job_show", job_id=job.public_id), 303)
    return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)


@blueprint.get("/indelingen/<uuid:round_id>")
@guarded_by(policies.may_compose, load=queries.get_round)
def round_show(round_: Round) -> ResponseReturnValue:
    """Proposals side by side, or what holds now with what happened since."""
    return round_page(round_)


def round_page(
    round_: Round, *, refusal: str = "", pin_form: PinForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page of a round, as it is or with what was refused just now."""
    if round_.state is RoundState.DRAFT:
        return _draft_page(round_, refusal, pin_form), status
    return _published_page(round_, refusal), status


def _draft_page(round_: Round, refusal: str, pin_form: PinForm | None) -> str:
    names = names_of(round_)
    glances = sorted((glance_at(row, names) for row in round_.arrangements), key=lambda one: one.order)
    return render_template(
        "matching/round_show.html",
        round=round_,
        cohort=round_.cohort,
        glances=glances,
        board=board_of(glances[0].arrangement) if glances and glances[0].unplaced else None,
        best=_best(glances),
        names=names,
        is_of_groups=is_of_groups(round_),
        here=[row.enrolment for row in round_.members if row.left_at is None],
        newcomers=_newcomers(round_),
        weights_form=_weights_form(round_),
        pin_form=pin_form or _pin_form(round_),
        form=PlainForm(formdata=None),
        refusal=refusal,
        kind_labels=KIND_LABELS,
        pin_labels=PIN_LABELS,
    )


def _best(glances: Sequence[Glance]) -> int | None:
    """The fewest minus points, when they tell one proposal from another."""
    scores = [one.standing.score for one in glances if one.is_publishable]
    return min(scores) if len(set(scores)) > 1 else None


def _published_page(round_: Round, refusal: str) -> str:
    current = operations.current_of(round_)
    return render_template(
        "matching/round_show.html",
        round=round_,
        cohort=round_.cohort,
        board=board_of(current),
        gone=[
            row for row in round_.members if row.left_at is not None and current.concerns(row.enrolment_id)
        ],
        inside=[
            row.enrolment
            for row in round_.members
            if row.left_at is None and current.concerns(row.enrolment_id)
        ],
        waiting=[
            row.enrolment
            for row in round_.members
            if row.left_at is None and not current.has(row.enrolment_id)
        ],
        newcomers=_newcomers(round_),
        is_of_groups=is_of_groups(round_),
        versions=sorted(
            (row for row in round_.arrangements if row.published_at), key=lambda row: -row.number
        ),
        drafts=[row for row in round_.arrangements if row.is_own_draft],
        form=PlainForm(formdata=None),
        refusal=refusal,
        kind_labels=KIND_LABELS,
    )


def _newcomers(round_: Round) -> Sequence[Enrolment]:
    """Who belongs to the cohort but not to the round: came later, or was taken out."""
    here = {row.enrolment_id for row in round_.members if row.left_at is None}
    everybody = list_enrolments(current_session(), cohort=round_.cohort)
    return [row for row in everybody if row.state in BELONGING and row.id not in here]


def _weights_form(round_: Round) -> WeightsForm:
    facts = round_.facts
    silent = {
        SoftRule.GOALS: not any(row["goals"] for row in facts["members"]),
        SoftRule.WISHES: not facts["wishes"],
        SoftRule.NEW_PARTNERS: not facts["met"] and round_.kind is not RoundKind.SHADOW_VISITS,
    }
    offered = [rule for rule in SoftRule if not silent.get(rule)]
    form = make_weights_form(round_.kind, round_.weights, offered)()
    form.version.data = form.version.data or str(round_.version)
    return form


def _pin_form(round_: Round) -> PinForm:
    form = PinForm()
    offer_pins(form, round_)
    return form


def offer_pins(form: PinForm, round_: Round) -> None:
    """The people and hosts that can be fixed in a round."""
    names = names_of(round_)
    hosts = [] if is_of_groups(round_) else sorted(names.hosts.items(), key=lambda row: row[1].casefold())
    form.offer([row.enrolment for row in round_.members if row.left_at is None], hosts)


@blueprint.post("/indelingen/<uuid:round_id>/gewichten")
@guarded_by(policies.may_compose, load=queries.get_round)
@writes
def round_weigh(round_: Round) -> ResponseReturnValue:
    """Change what counts most, and measure every proposal by it."""
    form = _weights_form(round_)
    if not form.validate():
        return round_page(round_, refusal=_("Kies bij elke regel hoe zwaar die telt."), status=422)
    try:
        operations.weigh_round(
            current_session(),
            actor=current_actor(),
            round_=round_,
            weights=form.values(),
            version=form.version.number,
        )
    except DomainError as error:
        return round_page(round_, refusal=sentence_for(error), status=error.status)
    flash(_("Alle voorstellen zijn opnieuw gemeten. Vraag nieuwe voorstellen om de beste te zoeken."))
    return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)


@blueprint.post("/indelingen/<uuid:round_id>/voorstellen")
@guarded_by(policies.may_compose, load=queries.get_round)
@writes
def proposals_ask(round_: Round) -> ResponseReturnValue:
    """Ask the matcher for more proposals."""
    before = len(round_.arrangements)
    try:
        answer = _ask(round_)
    except DomainError as error:
        return round_page(round_, refusal=sentence_for(error), status=error.status)
    if len(round_.arrangements) == before and round_.job_id is None:
        flash(_("Er is geen ander voorstel dat even goed of beter is."))
    return answer


@blueprint.post("/indelingen/<uuid:round_id>/weggooien")
@guarded_by(policies.may_compose, load=queries.get_round)
@writes
def round_discard(round_: Round) -> ResponseReturnValue:
    """Throw a draft away."""
    cohort_id = round_.cohort.public_id
    try:
        operations.discard_round(current_session(), actor=current_actor(), round_=round_)
    except DomainError as error:
        return round_page(round_, refusal=sentence_for(error), status=error.status)
    flash(_("Het concept is weggegooid. Niemand heeft het gezien."))
    return redirect(url_for("matching.rounds_list", cohort_id=cohort_id), 303)
