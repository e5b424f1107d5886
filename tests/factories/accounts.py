"""People, organisations and hats for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from lms.accounts.models import (
    Discipline,
    Hat,
    HatAssignment,
    JobRole,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
)
from lms.accounts.rules.passwords import hash_password
from lms.core import clock
from tests.factories import counter, save

LONG_AGO = date(2020, 1, 1)


def make_organisation(**values: Any) -> Organisation:
    n = counter.next()
    return save(
        Organisation(
            **{
                "name": f"Organisatie {n}",
                "short_name": f"Org {n}",
                "kind": OrganisationKind.MUNICIPALITY,
                **values,
            }
        )
    )


def make_discipline(**values: Any) -> Discipline:
    return save(Discipline(**{"name": f"Discipline {counter.next()}", **values}))


def make_job_role(**values: Any) -> JobRole:
    return save(JobRole(**{"name": f"Functie {counter.next()}", **values}))


def make_person(*, organisation: Organisation | None = None, **values: Any) -> Person:
    """A person who works somewhere; `organisation=None` makes one."""
    n = counter.next()
    email = values.pop("email", f"persoon{n}@test.example")
    person = save(
        Person(
            **{
                "given_name": "Noor",
                "prefix": "van",
                "family_name": f"Vliet{n}",
                "email": email,
                "email_key": email.lower(),
                **values,
            }
        )
    )
    organisation = organisation or make_organisation()
    save(Membership(person_id=person.id, organisation_id=organisation.id, starts_on=LONG_AGO))
    return person


def make_hat(person: Person, hat: Hat, **values: Any) -> HatAssignment:
    return save(HatAssignment(**{"person_id": person.id, "hat": hat, "starts_on": LONG_AGO, **values}))


def make_administrator(**values: Any) -> Person:
    person = make_person(**values)
    make_hat(person, Hat.ADMINISTRATOR)
    return person


PASSWORD = "een lang genoeg wachtwoord"


def make_account(**values: Any) -> Person:
    """A person who can sign in with PASSWORD."""
    return make_person(password_hash=hash_password(PASSWORD), password_changed_at=clock.now(), **values)
