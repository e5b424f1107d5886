"""What the rows of a list are judged by, in a number of queries that hardly grows with the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, HatAssignment, Membership, Organisation, Person
from lms.accounts.queries import list_disciplines, list_job_roles, list_organisations
from lms.accounts.rules.names import PersonName
from lms.accounts.rules.sign_in import email_key
from lms.cohorts.models import Admission, Cohort, Enrolment
from lms.cohorts.queries import count_belonging
from lms.core import clock
from lms.rosters.rules import Column, Known, KnownPerson, ListRow
from lms.rosters.rules.judging import folded

AT_ONCE = 500


def known_for(session: Session, *, cohort: Cohort, rows: Sequence[ListRow]) -> Known:
    """Everything that these rows can be judged by."""
    organisations = list_organisations(session)
    admitted = sa.select(Admission.organisation_id).where(Admission.cohort_id == cohort.id)
    names = {row.id: row.name for row in organisations}
    return Known(
        people=_people(session, cohort, rows, names),
        organisations=_by_name(organisations),
        organisation_names=names,
        admitted=frozenset(session.scalars(admitted)),
        families=_families(organisations),
        disciplines={folded(row.name): row.name for row in list_disciplines(session)},
        job_roles={folded(row.name): row.name for row in list_job_roles(session)},
        places=count_places(session, cohort=cohort),
        maximum=cohort.maximum_size,
        names_on_list=_names_on_list(session, cohort),
    )


def _names_on_list(session: Session, cohort: Cohort) -> frozenset[str]:
    """What the people of a cohort are called, as names are compared."""
    statement = (
        sa.select(Person.given_name, Person.prefix, Person.family_name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return frozenset(folded(PersonName(*row).display_name) for row in session.execute(statement))


def count_places(session: Session, *, cohort: Cohort) -> int:
    """How many more people a cohort can hold."""
    return max(0, cohort.maximum_size - count_belonging(session, cohort=cohort))


def _by_name(organisations: Sequence[Organisation]) -> Mapping[str, int]:
    """Organisations by their short name or name; a full name wins."""
    short = {folded(row.short_name): row.id for row in organisations}
    return short | {folded(row.name): row.id for row in organisations}


def _families(organisations: Sequence[Organisation]) -> Mapping[int, frozenset[int]]:
    """For each organisation all that count as the same one: departments and what they are part of."""
    parents = {row.id: row.parent_id for row in organisations}

    def top(number: int) -> int:
        seen = {number}
        while (parent := parents.get(number)) is not None and parent not in seen:
            number = parent
            seen.add(number)
        return number

    tops = {number: top(number) for number in parents}
    members: dict[int, set[int]] = defaultdict(set)
    for number, head in tops.items():
        members[head].add(number)
    return {number: frozenset(members[head]) for number, head in tops.items()}


def _people(
    session: Session, cohort: Cohort, rows: Sequence[ListRow], names: Mapping[int, str]
) -> Mapping[str, KnownPerson]:
    keys = sorted({email_key(row.cells.get(Column.EMAIL, "")) for row in rows} - {""})
    found = [
        person
        for part in _parts(keys)
        for person in session.scalars(sa.select(Person).where(Person.email_key.in_(part)))
    ]
    work = _work(session, [person.id for person in found])
    enrolled = set(session.scalars(sa.select(Enrolment.person_id).where(Enrolment.cohort_id == cohort.id)))
    teaching = _teaching(session, cohort)
    return {
        person.email_key: KnownPerson(
            name=person.display_name,
            organisation_ids=frozenset(work[person.id]),
            organisations=", ".join(sorted(names[number] for number in work[person.id])),
            can_sign_in=person.password_hash is not None,
            is_enrolled=person.id in enrolled,
            teaches_here=person.id in teaching,
            is_kept_out=person.suspended_at is not None or person.erased_at is not None,
        )
        for person in found
    }


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[first : first + AT_ONCE] for first in range(0, len(values), AT_ONCE))


def _work(session: Session, person_ids: Sequence[int]) -> Mapping[int, set[int]]:
    """Where each of these people works today."""
    day = clock.today()
    work: dict[int, set[int]] = defaultdict(set)
    for first in range(0, len(person_ids), AT_ONCE):
        statement = sa.select(Membership).where(Membership.person_id.in_(person_ids[first : first + AT_ONCE]))
        for row in session.scalars(statement):
            if row.is_current(day):
                work[row.person_id].add(row.organisation_id)
    return work


def _teaching(session: Session, cohort: Cohort) -> frozenset[int]:
    day = clock.today()
    statement = sa.select(HatAssignment).where(
        HatAssignment.hat == Hat.TRAINER, HatAssignment.scope == cohort.public_id
    )
    return frozenset(row.person_id for row in session.scalars(statement) if row.is_current(day))
