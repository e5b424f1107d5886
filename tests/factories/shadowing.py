"""Hosts, days and visits for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Organisation, Person
from lms.cohorts.models import Cohort, Enrolment
from lms.core import clock
from lms.core.extensions import db
from lms.shadowing.models import (
    Host,
    HostSlot,
    ProposedTerm,
    Visit,
    VisitChange,
    VisitReflection,
    VisitSignature,
    VisitState,
)
from tests.factories import counter, save
from tests.factories.accounts import make_organisation

ADDRESS = "Beukenlaan 12, Heuvelstad"


def make_host(cohort: Cohort, *, organisation: Organisation | None = None, **values: Any) -> Host:
    """Somebody from outside, at an organisation of the own; `person_id` makes it a participant."""
    n = counter.next()
    organisation = organisation or make_organisation()
    return save(
        Host(
            **{
                "cohort_id": cohort.id,
                "organisation_id": organisation.id,
                "name": f"Gastcollega {n}",
                "email": f"gast{n}@elders.example",
                "work": "wijkverpleegkundige",
                "about": "Een dag in het buurtteam, op de fiets.",
                "area": "Heuvelstad-Noord",
                "address": ADDRESS,
                **values,
            }
        )
    )


def make_own_host(enrolment: Enrolment, **values: Any) -> Host:
    """A participant who receives visitors."""
    person = db.session.get_one(Person, enrolment.person_id)
    return make_host(
        db.session.get_one(Cohort, enrolment.cohort_id),
        organisation=db.session.get_one(Organisation, enrolment.organisation_id),
        **{"person_id": person.id, "name": person.display_name, "email": person.email, **values},
    )


def make_host_slot(host: Host, *, days: int = 21, hour: int = 9, **values: Any) -> HostSlot:
    """A day of six hours, three weeks ahead; of one host each on another day."""
    taken = set(db.session.scalars(sa.select(HostSlot.starts_at).where(HostSlot.host_id == host.id)))
    starts_at = clock.at(clock.today() + timedelta(days=days), hour)
    while starts_at in taken:
        starts_at += timedelta(days=1)
    return save(
        HostSlot(
            **{
                "host_id": host.id,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=6),
                "capacity": 1,
                "lead_days": 7,
                **values,
            }
        )
    )


def make_visit(
    enrolment: Enrolment,
    host: Host | None = None,
    *,
    state: VisitState = VisitState.ACCEPTED,
    starts_at: datetime | None = None,
    **values: Any,
) -> Visit:
    """An agreed day three weeks ahead with a host from outside."""
    host = host or make_host(db.session.get_one(Cohort, enrolment.cohort_id))
    starts_at = starts_at or clock.at(clock.today() + timedelta(days=21), 9)
    visit = save(
        Visit(
            **{
                "enrolment_id": enrolment.id,
                "host_id": host.id,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=6),
                "state": state,
                "learning_question": "Hoe bouw je vertrouwen op bij de voordeur?",
                "prepared": [],
                **values,
            }
        )
    )
    save(VisitChange(visit_id=visit.id, from_state=None, to_state=VisitState.REQUESTED))
    return visit


def make_done_visit(enrolment: Enrolment, host: Host | None = None, **values: Any) -> Visit:
    """A day of last week that took six hours."""
    starts_at = clock.at(clock.today() - timedelta(days=7), 9)
    return make_visit(
        enrolment,
        host,
        **{
            "state": VisitState.DONE,
            "starts_at": starts_at,
            "real_minutes": 360,
            "debrief_minutes": 20,
            "reported_at": clock.now(),
            **values,
        },
    )


def sign(visit: Visit) -> VisitSignature:
    return save(
        VisitSignature(
            visit_id=visit.id,
            text_number=1,
            text="## Wat we afspreken\n\nIk kom om te kijken.",
            content_hash="0" * 64,
            name="Noor van Vliet",
            signed_at=clock.now(),
        )
    )


def make_visit_reflection(visit: Visit, **values: Any) -> VisitReflection:
    values = {"text": "Ik belde altijd te vroeg.", "finished_at": clock.now(), **values}
    return save(VisitReflection(visit_id=visit.id, **values))


def make_term(visit: Visit, **values: Any) -> ProposedTerm:
    host = db.session.get_one(Host, visit.host_id)
    return save(
        ProposedTerm(
            visit_id=visit.id,
            organisation_id=host.organisation_id,
            **{"term": "melding", "meaning": "Een telefoontje van een buur.", **values},
        )
    )
