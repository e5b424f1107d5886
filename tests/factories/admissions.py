"""Application rounds, applications, talks and letters for tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lms.accounts.rules.sign_in import hash_secret
from lms.admissions.models import (
    Advice,
    Application,
    ApplicationLink,
    ApplicationRound,
    ApplicationState,
    Intake,
    IntakeSlot,
    Letter,
    LetterKind,
    LinkPurpose,
)
from lms.cohorts.models import Cohort
from lms.core import clock
from tests.factories import counter, save
from tests.factories.accounts import make_discipline, make_job_role, make_organisation
from tests.factories.cohorts import make_admission, make_cohort


def make_round(cohort: Cohort | None = None, **values: Any) -> ApplicationRound:
    """A round that is open today, for a cohort that starts in the new year."""
    cohort = cohort or make_cohort(starts_on=date(2027, 1, 14), ends_on=date(2027, 10, 28))
    today = clock.today()
    return save(
        ApplicationRound(
            **{
                "cohort_id": cohort.id,
                "opens_on": today - timedelta(days=14),
                "closes_on": today + timedelta(days=14),
                "answers_on": today + timedelta(days=28),
                "minimum_size": 10,
                "maximum_size": 14,
                **values,
            }
        )
    )


def make_application(round_: ApplicationRound | None = None, **values: Any) -> Application:
    """Something that was sent in, of an organisation that takes part."""
    round_ = round_ or make_round()
    n = counter.next()
    organisation = values.pop("organisation", None)
    if organisation is None:
        organisation = make_organisation()
        make_admission(_cohort_of(round_), organisation)
    email = values.pop("email", f"aanmelder{n}@test.example")
    return save(
        Application(
            **{
                "round_id": round_.id,
                "state": ApplicationState.SUBMITTED,
                "given_name": "Iris",
                "family_name": f"Kuipers{n}",
                "email": email,
                "email_key": email.lower(),
                "organisation_id": organisation.id,
                "discipline_id": make_discipline().id,
                "job_role_id": make_job_role().id,
                "motivation": "Ik wil eerst vragen en dan pas regelen.",
                "experience": "Acht jaar aan het loket.",
                "hours_per_week": Decimal("6.5"),
                "manager_name": "Karin Bos",
                "manager_email": f"leiding{n}@test.example",
                "manager_asked": True,
                "submitted_at": clock.now() - timedelta(days=3),
                "changed_at": clock.now() - timedelta(days=3),
                **values,
            }
        )
    )


def make_draft(round_: ApplicationRound | None = None, **values: Any) -> Application:
    return make_application(
        round_, **{"state": ApplicationState.DRAFT, "submitted_at": None, "motivation": "", **values}
    )


def make_link(application: Application, token: str, **values: Any) -> ApplicationLink:
    """A link that works for another month, known by this token."""
    is_draft = application.state is ApplicationState.DRAFT
    return save(
        ApplicationLink(
            **{
                "application_id": application.id,
                "purpose": LinkPurpose.RESUME if is_draft else LinkPurpose.FOLLOW,
                "token_hash": hash_secret(token),
                "expires_at": clock.now() + timedelta(days=30),
                **values,
            }
        )
    )


def make_slot(round_: ApplicationRound, *, days: int = 7, hour: int = 10, **values: Any) -> IntakeSlot:
    """A free time of three quarters of an hour, some days ahead."""
    starts_at = clock.at(clock.today() + timedelta(days=days), hour)
    return save(
        IntakeSlot(
            **{
                "round_id": round_.id,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=45),
                "place": "Kamer 3",
                **values,
            }
        )
    )


def make_intake(application: Application, advice: Advice | None = Advice.PLACE, **values: Any) -> Intake:
    return save(
        Intake(
            **{
                "application_id": application.id,
                "held_on": clock.today(),
                "learning_goals": "Beter doorvragen.",
                "advice": advice,
                "advice_reason": "Past goed in de groep.",
                **values,
            }
        )
    )


def make_letter(application: Application, kind: LetterKind = LetterKind.REJECTED, **values: Any) -> Letter:
    snapshot = {
        "name": "Iris Kuipers",
        "given_name": "Iris",
        "programme": "Opleiding",
        "cohort": "Leergroep januari",
        "starts_on": "2027-01-14",
        "ends_on": "2027-10-28",
        "organisation": "Gemeente",
        "decided_on": "2026-11-26",
        "passage": "Je uren passen nu niet.\n\nProbeer het in het najaar.",
        "place": 1,
        "signer": "Jolanda Smeets",
    }
    return save(Letter(**{"application_id": application.id, "kind": kind, "snapshot": snapshot, **values}))


def _cohort_of(round_: ApplicationRound) -> Cohort:
    return Cohort(id=round_.cohort_id)
