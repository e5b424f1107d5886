"""The organisations and people of the demo, their work, their hats and their passwords."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.accounts import operations
from lms.accounts.models import Hat, OrganisationKind
from lms.accounts.rules.passwords import DEMO_PASSWORD
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.demo.content import read
from lms.demo.story import Cast, Story

ADMINISTRATOR = "stefan"
COORDINATOR = "jolanda"
YEARS_AT_WORK = 9


def tell_organisations(story: Story, cast: Cast, *, moment: datetime) -> None:
    """Everything that has to be there before anybody can come: organisations, disciplines, functions."""

    def add(session: Session) -> None:
        for facts in read("people")["organisations"]:
            cast.organisations[facts["key"]] = operations.add_organisation(
                session,
                actor=SYSTEM,
                name=facts["name"],
                short_name=facts["short_name"],
                kind=OrganisationKind(facts["kind"]),
                parent=cast.organisations.get(facts.get("parent", "")),
            )
        people = read("people")["people"]
        for name in sorted({person["discipline"] for person in people}):
            cast.disciplines[name] = operations.add_discipline(session, actor=SYSTEM, name=name)
        for name in sorted({person["job_role"] for person in people}):
            cast.job_roles[name] = operations.add_job_role(session, actor=SYSTEM, name=name)

    story.tell(moment, add)


def tell_staff(story: Story, cast: Cast, *, moment: datetime) -> None:
    """The administrator comes first, then the coordinator, the directors and the trainers."""
    staff = [person for person in read("people")["people"] if "hats" in person]
    staff.sort(key=lambda person: (Hat.ADMINISTRATOR not in person["hats"], Hat.TRAINER in person["hats"]))

    def add(facts: Mapping[str, Any]) -> None:
        def act(session: Session) -> None:
            add_person(session, cast, facts)
            person = cast.persons[facts["key"]]
            operations.set_password(session, actor=SYSTEM, person=person, password=DEMO_PASSWORD)
            for hat in map(Hat, facts["hats"]):
                if hat in (Hat.ADMINISTRATOR, Hat.DIRECTOR):
                    organisation = cast.organisations[facts["organisation"]] if hat is Hat.DIRECTOR else None
                    operations.grant_hat(
                        session, actor=SYSTEM, person=person, hat=hat, organisation=organisation
                    )
            cast.hats_changed()

        story.tell(moment, act)

    for facts in staff:
        add(facts)


def add_person(session: Session, cast: Cast, facts: Mapping[str, Any]) -> None:
    """Make somebody known, with the work that she or he has been doing for some years."""
    actor = cast.actor(session, ADMINISTRATOR) if ADMINISTRATOR in cast.persons else SYSTEM
    person = operations.add_person(
        session,
        actor=actor,
        given_name=facts["given_name"],
        prefix=facts["prefix"],
        family_name=facts["family_name"],
        email=facts["email"],
    )
    operations.add_membership(
        session,
        actor=actor,
        person=person,
        organisation=cast.organisations[facts["organisation"]],
        discipline=cast.disciplines[facts["discipline"]],
        job_role=cast.job_roles[facts["job_role"]],
        starts_on=_at_work_since(facts["key"]),
    )
    cast.persons[facts["key"]] = person


def _at_work_since(name: str) -> date:
    """Some first of a month in the years before: always the same one for the same person."""
    months = 3 + sum(map(ord, name)) % (12 * YEARS_AT_WORK)
    return (clock.today() - timedelta(days=30 * months)).replace(day=1)


def accept_invitation(session: Session, cast: Cast, name: str) -> None:
    """Somebody asks for the invitation once more, follows the link and chooses a password."""
    person = cast.persons[name]
    link = operations.invite_person(session, actor=cast.actor(session, COORDINATOR), person=person)
    operations.accept_invitation(session, token=link, password=DEMO_PASSWORD)


def facts_of(name: str) -> Mapping[str, Any]:
    """What the content says of a person."""
    facts: Mapping[str, Any] = next(p for p in read("people")["people"] if p["key"] == name)
    return facts
