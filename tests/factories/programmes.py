"""Programmes with a little content for tests."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import Hat, Person
from lms.core import clock
from lms.programmes.models import (
    Activity,
    ActivityKind,
    Aim,
    Criterion,
    EntryCondition,
    Module,
    Option,
    Programme,
    ProgrammeVersion,
    Question,
    ReflectionForm,
    Requirement,
    RequirementKind,
)
from tests.factories import counter, save
from tests.factories.accounts import make_hat, make_person


def make_programme(**values: Any) -> Programme:
    n = counter.next()
    return save(Programme(**{"title": f"Opleiding {n}", "short_title": f"Opl {n}", **values}))


def make_version(
    *, programme: Programme | None = None, published: bool = True, **values: Any
) -> ProgrammeVersion:
    """A version with 1 aim, 2 modules of 2 activities, 3 requirements, 2 criteria and 2 conditions.

    Keys: modules `kennismaken`, `methodisch`; activities `welkom` (text), `terugblik` (reflection),
    `toets` (self-check with one question of two options), `paper`; requirements `intervisie` (evidence,
    target 2), `aanwezigheid` (attendance, 80), `paper` (paper). The second module opens after 4 weeks and
    needs the first; `terugblik` needs `welkom`.
    """
    programme = programme or make_programme()
    return save(
        ProgrammeVersion(
            **{
                "programme_id": programme.id,
                "number": 1,
                "motto": "Samen verder",
                "summary": "Een kleine opleiding.",
                "duration_weeks": 20,
                "study_load_hours": 40,
                "certificate_text": "heeft de opleiding gevolgd",
                "rubric_title": "Paper",
                "published_at": clock.now() if published else None,
                "aims": [Aim(position=1, key="kijken", title="Anders kijken", text="Je kijkt breder.")],
                "modules": _modules(),
                "requirements": _requirements(),
                "criteria": _criteria(),
                "conditions": [
                    EntryCondition(position=1, key="lengte", text="De paper telt 3.000 tot 5.000 woorden."),
                    EntryCondition(position=2, key="bronnen", text="De bronnen staan erbij."),
                ],
                **values,
            }
        )
    )


def _modules() -> list[Module]:
    return [
        Module(
            position=1,
            key="kennismaken",
            title="Kennismaken en elkaars taal",
            short_title="Kennismaken",
            summary="Je leert elkaar kennen.",
            aim_keys=["kijken"],
            opens_after_weeks=0,
            planned_until_week=4,
            activities=[
                Activity(
                    position=1,
                    key="welkom",
                    kind=ActivityKind.TEXT,
                    title="Lees de welkomsttekst",
                    body="## Welkom\n\nFijn dat je er bent.",
                    minutes=10,
                    due_after_weeks=1,
                ),
                Activity(
                    position=2,
                    key="terugblik",
                    kind=ActivityKind.REFLECTION,
                    title="Kijk terug op je eerste dag",
                    body="Wat viel je op?",
                    minutes=30,
                    due_after_weeks=2,
                    requires_keys=["welkom"],
                    reflection_form=ReflectionForm.STARR,
                ),
            ],
        ),
        Module(
            position=2,
            key="methodisch",
            title="Methodisch werken",
            short_title="Methodisch",
            summary="Je werkt in stappen.",
            aim_keys=["kijken"],
            opens_after_weeks=4,
            planned_until_week=10,
            requires_keys=["kennismaken"],
            activities=[
                Activity(
                    position=1,
                    key="toets",
                    kind=ActivityKind.SELF_CHECK,
                    title="Toets jezelf",
                    minutes=15,
                    questions=[make_question()],
                ),
                Activity(
                    position=2,
                    key="paper",
                    kind=ActivityKind.PAPER,
                    title="Schrijf je paper",
                    body="Schrijf over een praktijkvraag.",
                    minutes=3600,
                    due_after_weeks=18,
                ),
            ],
        ),
    ]


def make_question(**values: Any) -> Question:
    """A question of two options, the second right; not saved."""
    return Question(
        **{
            "position": 1,
            "prompt": "Wat vraag je eerst?",
            "explanation": "De zorg van de inwoner is het begin.",
            "options": [
                Option(position=1, label="Het formulier", is_right=False, feedback="Dat kan later."),
                Option(position=2, label="De grootste zorg", is_right=True, feedback="Precies."),
            ],
            **values,
        }
    )


def _requirements() -> list[Requirement]:
    return [
        Requirement(
            position=1,
            key="intervisie",
            kind=RequirementKind.EVIDENCE,
            title="Twee keer intervisie",
            short_title="Intervisie",
            description="Je was er twee keer bij.",
            target=2,
            planned_week=8,
            module_key="kennismaken",
        ),
        Requirement(
            position=2,
            key="aanwezigheid",
            kind=RequirementKind.ATTENDANCE,
            title="Genoeg aanwezig",
            short_title="Aanwezig",
            target=80,
            planned_week=19,
            is_on_route=False,
        ),
        Requirement(
            position=3,
            key="paper",
            kind=RequirementKind.PAPER,
            title="Paper voldoende",
            short_title="Paper",
            target=1,
            planned_week=20,
            module_key="methodisch",
        ),
    ]


def _criteria() -> list[Criterion]:
    return [
        make_criterion(position=1, title="Praktijkvraag", short_title="Vraag", weight=60, is_must_pass=True),
        make_criterion(position=2, title="Reflectie op het vak", short_title="Reflectie", weight=40),
    ]


def make_criterion(**values: Any) -> Criterion:
    """A criterion with its four descriptors; not saved."""
    return Criterion(
        **{
            "position": 1,
            "title": "Criterium",
            "short_title": "Criterium",
            "weight": 100,
            "insufficient": "Het staat er niet.",
            "sufficient": "Het staat er.",
            "good": "Het staat er goed.",
            "excellent": "Het verrast.",
            **values,
        }
    )


def make_module(version: ProgrammeVersion, **values: Any) -> Module:
    """One more module without activities, at the end of a version."""
    n = counter.next()
    return save(
        Module(
            **{
                "programme_version_id": version.id,
                "position": 100 + n,
                "key": f"module-{n}",
                "title": f"Module {n}",
                "short_title": f"M{n}",
                "planned_until_week": 10,
                **values,
            }
        )
    )


def make_activity(module: Module, **values: Any) -> Activity:
    """One more activity at the end of a module: a text, unless said otherwise."""
    n = counter.next()
    return save(
        Activity(
            **{
                "module_id": module.id,
                "position": 100 + n,
                "key": f"activiteit-{n}",
                "kind": ActivityKind.TEXT,
                "title": f"Activiteit {n}",
                "body": "Lees dit.",
                "minutes": 20,
                **values,
            }
        )
    )


def make_author(programme: Programme, hat: Hat = Hat.TRAINER, **values: Any) -> Person:
    """A trainer or coordinator who makes this programme."""
    person = make_person(**values)
    make_hat(person, hat, scope=programme.public_id)
    return person
