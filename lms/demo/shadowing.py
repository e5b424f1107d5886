"""Who walked along with whom in the running cohort: hosts, days, and visits in most of their states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.accounts.queries import get_person
from lms.core import clock
from lms.core.authorisation import ANONYMOUS, Actor
from lms.demo.content import read
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story
from lms.papers.calendar import is_working_day
from lms.shadowing import operations, queries
from lms.shadowing.models import Preparation, Reason, Visit
from lms.shadowing.rules import Limits, Profile, Report

OFFERED_DAYS_AGO = 45
BEGINS, ENDS = time(9), time(15)
DEBRIEF = 20
Facts = Mapping[str, Any]


class _Told:
    """What the story calls by a short name: hosts, and visits by visitor and host."""

    def __init__(self, story: Story, cast: Cast, cohort: CohortStory) -> None:
        self.story, self.cast, self.cohort = story, cast, cohort
        self.hosts: dict[str, UUID] = {}
        self.visits: dict[tuple[str, str], UUID] = {}

    def day(self, days: int) -> date:
        """The first working day from so many days after the day on which the demo is loaded."""
        day = clock.local(self.story.now).date() + timedelta(days=days)
        while not is_working_day(day):
            day += timedelta(days=1 if days > 0 else -1)
        return day

    def visit(self, session: Session, facts: Facts) -> Visit:
        """The visit that these facts are about."""
        return queries.get_visit(session, visit_id=self.visits[facts["visitor"], facts["host"]])

    def host_actor(self, session: Session, facts: Facts) -> Actor:
        """Who answers for the host: in person, or somebody who came by a link."""
        name = facts["host"]
        return self.cast.actor(session, name) if name in self.cast.enrolments else ANONYMOUS


def tell_visits(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """Hosts offer days, and participants ask for them."""
    told = _Told(story, cast, cohort)
    content = read("visits")
    for place, facts in enumerate(content["hosts"]):
        _tell_host(told, facts, place)
    for facts in content["visits"]:
        _tell_visit(told, facts)
    wish = content["wish"]

    def write(session: Session) -> None:
        operations.write_wish(
            session,
            actor=cast.actor(session, wish["visitor"]),
            enrolment=cast.enrolments[wish["visitor"]],
            learning_question=wish["question"],
            hosts=[queries.get_host(session, host_id=told.hosts[name]) for name in wish["hosts"]],
            limits=Limits(weekdays=frozenset(wish["weekdays"])),
        )

    story.tell(story.days_ago(11, hour=20), write)


def _tell_host(told: _Told, facts: Facts, place: int) -> None:
    cast, name = told.cast, facts["key"]

    def offer(session: Session) -> None:
        profile = Profile(**{field: facts[field] for field in Profile.__dataclass_fields__})
        if name in cast.enrolments:
            actor = cast.actor(session, name)
            host = operations.become_host(
                session, actor=actor, enrolment=cast.enrolments[name], profile=profile
            )
        else:
            actor = cast.actor(session, COORDINATOR)
            host = operations.add_guest_host(
                session,
                actor=actor,
                cohort=cast.cohorts[told.cohort.key],
                organisation=cast.organisations[facts["organisation"]],
                name=facts["name"],
                email=facts["email"],
                profile=profile,
            )
        told.hosts[name] = host.public_id
        for days in facts["slots"]:
            operations.offer_slots(
                session,
                actor=actor,
                host=host,
                day=told.day(days),
                starts=BEGINS,
                ends=ENDS,
                capacity=1,
                lead_days=5,
            )

    told.story.tell(told.story.days_ago(OFFERED_DAYS_AGO, hour=14, minute=place), offer)


def _tell_visit(told: _Told, facts: Facts) -> None:
    story = told.story
    story.tell(story.days_ago(facts["asked"], hour=19), lambda session: _ask(session, told, facts))
    if "answered" in facts:
        moment = story.days_ago(facts["answered"], hour=11)
        story.tell(moment, lambda session: _answer(session, told, facts))
    if facts["outcome"] == "signed":
        moment = story.days_ago(facts["answered"], hour=20)
        story.tell(moment, lambda session: _sign(session, told, facts))
    if "ended" in facts:
        moment = story.days_ago(facts["ended"], hour=8)
        story.tell(moment, lambda session: _cancel(session, told, facts))
    if facts["outcome"] == "done":
        story.tell(story.days_ago(facts["answered"], hour=20), lambda session: _sign(session, told, facts))
        evening = clock.at(told.day(facts["days"]), 17)
        story.tell(evening, lambda session: _report(session, told, facts))
        story.tell(evening + timedelta(hours=26), lambda session: _write(session, told, facts))


def _ask(session: Session, told: _Told, facts: Facts) -> None:
    host = queries.get_host(session, host_id=told.hosts[facts["host"]])
    day = told.day(facts["days"])
    slot = next(
        slot
        for slot, _taken in queries.list_slots_with_visits(session, host=host)
        if clock.local(slot.starts_at).date() == day
    )
    visit = operations.request_visit(
        session,
        actor=told.cast.actor(session, facts["visitor"]),
        slot=slot,
        enrolment=told.cast.enrolments[facts["visitor"]],
        learning_question=facts["question"],
    )
    told.visits[facts["visitor"], facts["host"]] = visit.public_id


def _answer(session: Session, told: _Told, facts: Facts) -> None:
    visit, actor = told.visit(session, facts), told.host_actor(session, facts)
    by_link = visit.host.is_guest
    if facts["outcome"] == "considering":
        operations.consider_visit(session, actor=actor, visit=visit, by_link=by_link)
    elif facts["outcome"] == "rejected":
        reason = Reason(facts["reason"])
        operations.reject_visit(session, actor=actor, visit=visit, reason=reason, by_link=by_link)
    else:
        words = "Neem iets te eten mee. We beginnen met koffie."
        operations.accept_visit(session, actor=actor, visit=visit, instructions=words, by_link=by_link)


def _sign(session: Session, told: _Told, facts: Facts) -> None:
    visit, actor = told.visit(session, facts), told.cast.actor(session, facts["visitor"])
    operations.sign_visit_agreement(session, actor=actor, visit=visit, number=1)
    host = told.host_actor(session, facts)
    operations.prepare_visit(session, actor=host, visit=visit, done=list(Preparation))


def _cancel(session: Session, told: _Told, facts: Facts) -> None:
    visit, actor = told.visit(session, facts), told.host_actor(session, facts)
    reason = Reason(facts["reason"])
    operations.cancel_visit(session, actor=actor, visit=visit, reason=reason, by_link=visit.host.is_guest)


def _report(session: Session, told: _Told, facts: Facts) -> None:
    visit, actor = told.visit(session, facts), told.host_actor(session, facts)
    report = Report(
        real_minutes=facts["hours"],
        debrief_minutes=DEBRIEF,
        was_partly_absent=facts.get("partly", False),
        remark=facts["remark"],
    )
    operations.report_visit(session, actor=actor, visit=visit, report=report, by_link=visit.host.is_guest)


def _write(session: Session, told: _Told, facts: Facts) -> None:
    visit, actor = told.visit(session, facts), told.cast.actor(session, facts["visitor"])
    if "seen" in facts:
        words = {name: facts[name] for name in ("seen", "surprised", "other_word", "will_try")}
        operations.save_observation(session, visit=visit, version=0, **words)
    if "reflection" in facts:
        operations.save_reflection(
            session, actor=actor, visit=visit, text=facts["reflection"], finished=True, version=0
        )
    if "shared_with" in facts:
        reader = get_person(session, person_id=told.cast.persons[facts["shared_with"]].public_id)
        assert reader is not None
        operations.share_reflection(session, actor=actor, visit=visit, reader=reader)
    if "term" in facts:
        term = operations.propose_term(
            session,
            actor=actor,
            visit=visit,
            term=facts["term"],
            meaning=facts["meaning"],
            version=0,
            is_named=facts["is_named"],
        )
        if "accepted_by" in facts:
            trainer = told.cast.actor(session, facts["accepted_by"])
            operations.accept_term(session, actor=trainer, term=term, version=term.version)
