"""Plan and change a cohort, admit organisations, assign trainers."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Organisation, Person
from lms.accounts.operations import grant_hat, withdraw_hat
from lms.accounts.queries import find_person_by_email
from lms.cohorts import queries, rules
from lms.cohorts.events import (
    AdmissionEnded,
    CohortChanged,
    CohortPlanned,
    OrganisationAdmitted,
    TrainerAssigned,
    TrainerWithdrawn,
)
from lms.cohorts.models import Admission, Cohort
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError, DomainError
from lms.core.events import publish
from lms.programmes.models import ProgrammeVersion


class UnpublishedVersionError(DomainError):
    """A cohort only starts with a published version."""


class EndsBeforeStartError(DomainError):
    """The last day lies before the first."""

    status = 422


class UnknownAcademicYearError(DomainError):
    """A study year is a year and the one after, such as 2026/2027."""

    status = 422


class AcademicYearElsewhereError(UnknownAcademicYearError):
    """No day of the cohort lies in this study year (DR-61)."""


class TooSmallError(DomainError):
    """The largest size lies below the target, or below the number of people who take part."""

    status = 422


class MeetsOutsideError(DomainError):
    """The cohort meets on a day that would lie outside its days: before the first, or after the last."""

    status = 422

    def __init__(self, *, is_before: bool) -> None:
        super().__init__("outside")
        self.is_before = is_before


class StillTakesPartError(DomainError):
    """People of this organisation take part, so its admission stays."""


class NobodyKnownError(DomainError):
    """Nobody has this e-mail address."""

    status = 422


class TeachesOwnCohortError(DomainError):
    """Nobody is trainer and participant of the same cohort."""


def plan_cohort(
    session: Session,
    *,
    actor: Actor,
    programme_version: ProgrammeVersion,
    name: str,
    academic_year: str,
    starts_on: date,
    ends_on: date,
    target_size: int = 14,
    maximum_size: int = 16,
) -> Cohort:
    """Plan a cohort that keeps this version of the programme; an empty study year follows from its days."""
    if not programme_version.is_published:
        raise UnpublishedVersionError
    academic_year = academic_year or rules.likely_academic_year(starts_on, ends_on)
    _check(academic_year, starts_on, ends_on, target_size, maximum_size)
    cohort = Cohort(
        programme_version=programme_version,
        name=name,
        academic_year=academic_year,
        starts_on=starts_on,
        ends_on=ends_on,
        target_size=target_size,
        maximum_size=maximum_size,
    )
    session.add(cohort)
    session.flush()
    publish(
        session,
        CohortPlanned(
            actor=actor, cohort_id=cohort.public_id, programme_version_id=programme_version.public_id
        ),
    )
    return cohort


def change_cohort(
    session: Session,
    *,
    actor: Actor,
    cohort: Cohort,
    name: str,
    academic_year: str,
    starts_on: date,
    ends_on: date,
    target_size: int,
    maximum_size: int,
    version: int,
) -> None:
    """Change the name, study year, dates or size of a cohort, unless somebody else did so first."""
    academic_year = academic_year or rules.likely_academic_year(starts_on, ends_on)
    new = {
        "name": name,
        "academic_year": academic_year,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "target_size": target_size,
        "maximum_size": maximum_size,
    }
    if cohort.version != version:
        differing = [key for key, value in new.items() if getattr(cohort, key) != value]
        raise ConflictError(
            yours=[(key, str(new[key])) for key in differing],
            theirs=[(key, str(getattr(cohort, key))) for key in differing],
        )
    _check(academic_year, starts_on, ends_on, target_size, maximum_size)
    if maximum_size < queries.count_belonging(session, cohort=cohort):
        raise TooSmallError
    if (starts_on, ends_on) != (cohort.starts_on, cohort.ends_on):
        day = queries.find_meeting_outside(session, cohort=cohort, starts_on=starts_on, ends_on=ends_on)
        if day is not None:
            raise MeetsOutsideError(is_before=day < starts_on)
    for key, value in new.items():
        setattr(cohort, key, value)
    publish(session, CohortChanged(actor=actor, cohort_id=cohort.public_id))


def _check(academic_year: str, starts_on: date, ends_on: date, target_size: int, maximum_size: int) -> None:
    if not rules.is_academic_year(academic_year):
        raise UnknownAcademicYearError
    if ends_on <= starts_on:
        raise EndsBeforeStartError
    if not rules.is_academic_year_of(academic_year, starts_on=starts_on, ends_on=ends_on):
        raise AcademicYearElsewhereError
    if maximum_size < target_size:
        raise TooSmallError


def admit_organisation(
    session: Session, *, actor: Actor, cohort: Cohort, organisation: Organisation
) -> Admission:
    """Let people of an organisation take part; admitting twice is once."""
    known = queries.find_admission(session, cohort=cohort, organisation_id=organisation.id)
    if known is not None:
        return known
    admission = Admission(cohort_id=cohort.id, organisation_id=organisation.id)
    session.add(admission)
    publish(
        session,
        OrganisationAdmitted(actor=actor, cohort_id=cohort.public_id, organisation_id=organisation.public_id),
    )
    return admission


def end_admission(session: Session, *, actor: Actor, cohort: Cohort, organisation: Organisation) -> None:
    """Take an organisation off the list, as long as none of its people takes part."""
    admission = queries.find_admission(session, cohort=cohort, organisation_id=organisation.id)
    if admission is None:
        return
    if queries.count_belonging(session, cohort=cohort, organisation_id=organisation.id):
        raise StillTakesPartError
    session.delete(admission)
    publish(
        session,
        AdmissionEnded(actor=actor, cohort_id=cohort.public_id, organisation_id=organisation.public_id),
    )


def assign_trainer(session: Session, *, actor: Actor, cohort: Cohort, person: Person) -> None:
    """Let somebody teach a cohort, and so write for its programme."""
    if queries.find_enrolment(session, cohort=cohort, person_id=person.id) is not None:
        raise TeachesOwnCohortError
    programme_id = queries.get_programme_scope(session, cohort=cohort)
    for scope in (cohort.public_id, programme_id):
        grant_hat(session, actor=actor, person=person, hat=Hat.TRAINER, scope=scope)
    publish(session, TrainerAssigned(actor=actor, cohort_id=cohort.public_id, person_id=person.public_id))


def assign_trainer_by_email(session: Session, *, actor: Actor, cohort: Cohort, email: str) -> Person:
    """Let somebody whom we know by this e-mail address teach a cohort."""
    person = find_person_by_email(session, email=email)
    if person is None:
        raise NobodyKnownError
    assign_trainer(session, actor=actor, cohort=cohort, person=person)
    return person


def withdraw_trainer(session: Session, *, actor: Actor, cohort: Cohort, person: Person) -> None:
    """Somebody no longer teaches a cohort; writing for the programme ends with the last cohort of it."""
    programme_id = queries.get_programme_scope(session, cohort=cohort)
    siblings = queries.list_cohort_scopes(session, programme_id=programme_id)
    worn = queries.list_trainer_hats(session, person_id=person.id)
    teaches_another = any(hat.scope in siblings and hat.scope != cohort.public_id for hat in worn)
    for hat in worn:
        if hat.scope == cohort.public_id or (hat.scope == programme_id and not teaches_another):
            withdraw_hat(session, actor=actor, assignment=hat)
    publish(session, TrainerWithdrawn(actor=actor, cohort_id=cohort.public_id, person_id=person.public_id))
