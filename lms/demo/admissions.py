"""The applications for the cohort that is about to start: in every state, with talks ahead and behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from lms.admissions import operations, queries, rules
from lms.admissions.models import Advice, Application
from lms.admissions.rules import ApplicationFacts, IntakeNotes
from lms.core import clock
from lms.core.authorisation import ANONYMOUS
from lms.demo.content import read
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story
from lms.demo.timeline import at_work

OFFERED_BEFORE = timedelta(days=9)
HELD_BEFORE, AHEAD = timedelta(days=6), timedelta(days=4)
DECIDED_BEFORE = timedelta(days=3)
CLOSES_IN, ANSWERS_IN = timedelta(days=12), timedelta(days=20)
TALKS, MINUTES, PAUSE = 4, 45, 15
OPENS_WEEK, OPENS_DAY = -10, 6


def tell_applications(story: Story, cast: Cast, cohort: CohortStory) -> None:
    """The round opens, people apply, are invited, talk, and hear about their place."""
    teller = _Applications(story, cast, cohort)
    opened_at = cohort.timeline.at(OPENS_WEEK, days=OPENS_DAY, hour=9)
    story.tell(min(opened_at, story.now - timedelta(days=20)), teller.open_round)
    story.tell(story.now - OFFERED_BEFORE, teller.offer_times)
    for place, facts in enumerate(read("applications")["applicants"]):
        teller.tell_applicant(facts, minute=place)


class _Applications:
    """Who applied so far, by the short name of the content."""

    def __init__(self, story: Story, cast: Cast, cohort: CohortStory) -> None:
        self.story, self.cast, self.cohort = story, cast, cohort
        self.known: dict[str, Application] = {}

    def open_round(self, session: Session) -> None:
        """People can apply until a week or two from now."""
        operations.set_round(
            session,
            actor=self.cast.actor(session, COORDINATOR),
            cohort=self.cast.cohorts[self.cohort.key],
            opens_on=clock.today(),
            closes_on=self._today() + CLOSES_IN,
            answers_on=self._today() + ANSWERS_IN,
            **read("applications")["round"],
        )

    def _today(self) -> date:
        return clock.local(self.story.now).date()

    def offer_times(self, session: Session) -> None:
        """Two trainers offer a morning each: one is over by now, one lies ahead."""
        for trainer, moment in zip(self.cohort.trainers, (self._held(), self._ahead()), strict=False):
            operations.offer_slots(
                session,
                actor=self.cast.actor(session, trainer),
                round_=self._round(session),
                held_by=self.cast.persons[trainer],
                times=rules.series_of_slots(
                    day=clock.local(moment).date(),
                    first=time(9, 30),
                    number=TALKS,
                    minutes=MINUTES,
                    pause=PAUSE,
                ),
                **read("applications")["talks"],
            )

    def _held(self) -> datetime:
        return at_work(self.story.now - HELD_BEFORE)

    def _ahead(self) -> datetime:
        return at_work(self.story.now + AHEAD)

    def _round(self, session: Session) -> Any:
        return queries.find_round(session, cohort=self.cast.cohorts[self.cohort.key])

    def tell_applicant(self, facts: Mapping[str, Any], *, minute: int) -> None:
        """One application, as far as it came."""
        sent_at = self.story.now - timedelta(days=facts["days_ago"], minutes=30 - minute)
        tell, now = self.story.tell, self.story.now
        key, result = facts["key"], facts["result"]
        tell(sent_at, lambda session: self._apply(session, facts))
        if facts["talk"] != "none":
            tell(now - OFFERED_BEFORE + timedelta(hours=1), lambda session: self._invite(session, key))
        if facts["talk"] in ("past", "booked"):
            day = self._held() if facts["talk"] == "past" else self._ahead()
            tell(
                now - OFFERED_BEFORE + timedelta(hours=6, minutes=minute),
                lambda session: self._book(session, key, clock.local(day).date()),
            )
        if facts.get("advice"):
            tell(
                now - DECIDED_BEFORE - timedelta(hours=5, minutes=minute),
                lambda session: self._record(session, facts),
            )
        if result in ("placed", "waiting", "rejected"):
            tell(
                now - DECIDED_BEFORE + timedelta(minutes=minute),
                lambda session: self._decide(session, facts),
            )
        if result == "withdrawn":
            tell(now - timedelta(days=5), lambda session: self._withdraw(session, key))

    def _apply(self, session: Session, facts: Mapping[str, Any]) -> None:
        is_sent = facts["result"] != "draft"
        operations.start_application(
            session,
            actor=ANONYMOUS,
            round_=self._round(session),
            email=f"{facts['key']}@demo.example",
            locale="nl",
            facts=self._facts(facts),
            is_sent=is_sent,
        )
        if is_sent:
            self.known[facts["key"]] = queries.list_applications(session, round_=self._round(session))[-1]

    def _facts(self, facts: Mapping[str, Any]) -> ApplicationFacts:
        manager = facts.get("manager", "")
        return ApplicationFacts(
            given_name=facts["given_name"],
            prefix=facts["prefix"],
            family_name=facts["family_name"],
            organisation=self.cast.organisations.get(facts.get("organisation", "")),
            other_organisation=facts.get("other_organisation", ""),
            discipline=self.cast.disciplines.get(facts.get("discipline", "")),
            job_role=self.cast.job_roles.get(facts.get("job_role", "")),
            other_job_role=facts.get("other_job_role", ""),
            motivation=facts["motivation"],
            experience=facts["experience"],
            hours_per_week=Decimal(facts["hours"]) if "hours" in facts else None,
            manager_name=manager,
            manager_email=f"{manager.replace(' ', '.').lower()}@demo.example" if manager else "",
            manager_asked=bool(manager),
        )

    def _current(self, session: Session, key: str) -> Application:
        return queries.get_application(session, application_id=self.known[key].public_id)

    def _invite(self, session: Session, key: str) -> None:
        actor = self.cast.actor(session, COORDINATOR)
        operations.invite_to_intake(session, actor=actor, application=self._current(session, key))

    def _book(self, session: Session, key: str, day: date) -> None:
        slots = queries.list_slots(session, round_=self._round(session))
        free = next(
            slot
            for slot in slots
            if slot.application_id is None and clock.local(slot.starts_at).date() == day
        )
        operations.book_slot(
            session, actor=ANONYMOUS, application=self._current(session, key), slot_id=free.public_id
        )

    def _record(self, session: Session, facts: Mapping[str, Any]) -> None:
        operations.record_intake(
            session,
            actor=self.cast.actor(session, self.cohort.trainers[0]),
            application=self._current(session, facts["key"]),
            notes=IntakeNotes(
                motivation=facts["motivation"],
                experience=facts["experience"],
                learning_goals=facts["learning_goals"],
                advice=Advice(facts["advice"]),
                advice_reason=facts["advice_reason"],
            ),
            version=0,
        )

    def _decide(self, session: Session, facts: Mapping[str, Any]) -> None:
        actor, application = self.cast.actor(session, COORDINATOR), self._current(session, facts["key"])
        passage = facts["passage"]
        if facts["result"] == "placed":
            operations.place_applicant(
                session,
                actor=actor,
                application=application,
                organisation=application.organisation,
                passage=passage,
            )
        elif facts["result"] == "waiting":
            operations.put_on_waiting_list(session, actor=actor, application=application, passage=passage)
        else:
            operations.reject_applicant(session, actor=actor, application=application, passage=passage)

    def _withdraw(self, session: Session, key: str) -> None:
        application = self._current(session, key)
        operations.withdraw_application(session, actor=ANONYMOUS, application=application)
