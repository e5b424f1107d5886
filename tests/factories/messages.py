"""Notices and preferences for tests."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import Person
from lms.core.notices import Delivery
from lms.messages.models import Mailing, Notice, Preference
from tests.factories import counter, save


def make_notice(person: Person, **values: Any) -> Notice:
    n = counter.next()
    return save(
        Notice(
            **{
                "person_id": person.id,
                "kind": "learning.evidence_judged",
                "title": f"Er wacht iets {n}",
                "path": "/dossier",
                "mailing": Mailing.NONE,
                **values,
            }
        )
    )


def make_preference(person: Person, kind: str, delivery: Delivery) -> Preference:
    return save(Preference(person_id=person.id, kind=kind, delivery=delivery))
