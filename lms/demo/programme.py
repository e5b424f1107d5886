"""The programme of the demo: its first version, the one with an earlier paper, and what is being made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.accounts.models import Hat
from lms.accounts.operations import grant_hat
from lms.core.authorisation import SYSTEM, Actor
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, Story
from lms.demo.timeline import Timeline
from lms.programmes import operations, queries
from lms.programmes.models import Activity, Module, ProgrammeVersion, Requirement
from lms.programmes.operations import ActivityFacts, CriterionFacts, Keyed, ModuleFacts, RequirementFacts

TEMPLATE = "effectieve-klantmanager"
SECOND_TEMPLATE = "effectief-leidinggeven"
FIRST, EARLIER_PAPER = "first", "earlier paper"
AUTHOR = "els"

LENGTHS = ("3.000 tot 5.000 woorden", "900 tot 1.500 woorden")
"""The papers of the demo can be read in ten minutes, so its programme asks for short ones."""

PAPER_WEEKS = {"activity": 22, "module": 26, "requirement": 26}
FEEDBACK_WEEK = 17
NEW_WEEKS = (
    ("week 27 je concept", "week 16 je concept"),
    ("versie is er in week 35", "versie is er in week 22"),
    ("In week 27 deel je", "In week 16 deel je"),
)


def tell_programmes(story: Story, cast: Cast, *, finished: Timeline, running: Timeline) -> None:
    """The first version before the first cohort, the second before the next, and what is not ready yet."""

    def begin(session: Session) -> None:
        draft = _load(session, cast, TEMPLATE)
        actor = cast.actor(session, COORDINATOR)
        _shorten_paper(session, actor, draft)
        cast.versions[FIRST] = operations.publish_version(session, actor=actor, version=draft)

    def bring_paper_forward(session: Session) -> None:
        actor = cast.actor(session, AUTHOR)
        programme = cast.versions[FIRST].programme
        draft = operations.start_draft(session, actor=actor, programme=programme)
        _bring_paper_forward(session, actor, queries.get_whole_version(session, version_id=draft.id))
        coordinator = cast.actor(session, COORDINATOR)
        cast.versions[EARLIER_PAPER] = operations.publish_version(session, actor=coordinator, version=draft)

    def begin_next(session: Session) -> None:
        programme = cast.versions[FIRST].programme
        operations.start_draft(session, actor=cast.actor(session, AUTHOR), programme=programme)
        _load(session, cast, SECOND_TEMPLATE)

    story.tell(finished.at(-14, hour=10), begin)
    story.tell(running.at(-10, hour=10), bring_paper_forward)
    story.tell(story.now - timedelta(days=9), begin_next)


def _load(session: Session, cast: Cast, template: str) -> ProgrammeVersion:
    """A draft from a template, of a programme that the coordinator runs."""
    loaded = operations.load_template(session, actor=SYSTEM, key=template)
    draft = queries.get_whole_version(session, version_id=loaded.id)
    coordinator, scope = cast.persons[COORDINATOR], draft.programme.public_id
    grant_hat(session, actor=SYSTEM, person=coordinator, hat=Hat.COORDINATOR, scope=scope)
    cast.hats_changed()
    return draft


def _shorten_paper(session: Session, actor: Actor, draft: ProgrammeVersion) -> None:
    for module in draft.modules:
        for activity in module.activities:
            _rewrite(session, actor, activity, lambda text: text.replace(*LENGTHS))
    operations.edit_rubric(
        session,
        actor=actor,
        edition=draft,
        title=draft.rubric_title,
        criteria=[_criterion_facts(criterion) for criterion in draft.criteria],
        conditions=[Keyed(row.key, row.text.replace(*LENGTHS)) for row in draft.conditions],
        version=draft.version,
    )


def _bring_paper_forward(session: Session, actor: Actor, draft: ProgrammeVersion) -> None:
    """So that there is time left to try the advice out: the paper half-way instead of at the end."""
    paper = next(module for module in draft.modules if module.key == "paper")
    due = {"voorbereiding-feedback": FEEDBACK_WEEK, "paper": PAPER_WEEKS["activity"]}
    for activity in paper.activities:
        _rewrite(session, actor, activity, _with_new_weeks, due=due.get(activity.key))
    facts = replace(_module_facts(paper), planned_until_week=PAPER_WEEKS["module"])
    operations.edit_module(session, actor=actor, module=paper, facts=facts, version=paper.version)
    asked = next(row for row in draft.requirements if row.key == "paper")
    operations.edit_requirement(
        session,
        actor=actor,
        requirement=asked,
        facts=replace(_requirement_facts(asked), planned_week=PAPER_WEEKS["requirement"]),
        version=asked.version,
    )


def _with_new_weeks(text: str) -> str:
    for old, new in NEW_WEEKS:
        text = text.replace(old, new)
    return text


def _rewrite(
    session: Session,
    actor: Actor,
    activity: Activity,
    change: Callable[[str], str],
    *,
    due: int | None = None,
) -> None:
    body = change(activity.body)
    if body == activity.body and due is None:
        return
    facts = replace(_activity_facts(activity), body=body)
    if due is not None:
        facts = replace(facts, due_after_weeks=due)
    operations.edit_activity(session, actor=actor, activity=activity, facts=facts, version=activity.version)


def _activity_facts(row: Activity) -> ActivityFacts:
    names = ActivityFacts.__dataclass_fields__
    return ActivityFacts(**{name: getattr(row, name) for name in names})


def _module_facts(row: Module) -> ModuleFacts:
    return ModuleFacts(**{name: getattr(row, name) for name in ModuleFacts.__dataclass_fields__})


def _requirement_facts(row: Requirement) -> RequirementFacts:
    return RequirementFacts(**{name: getattr(row, name) for name in RequirementFacts.__dataclass_fields__})


def _criterion_facts(row: object) -> CriterionFacts:
    return CriterionFacts(**{name: getattr(row, name) for name in CriterionFacts.__dataclass_fields__})
