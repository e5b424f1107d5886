"""Laws over who enters where: a table, answered by real requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask

from lms.accounts.models import Hat, Person
from lms.core.authorisation import Guard, Public, guard_of
from lms.core.extensions import db
from lms.features import FEATURES
from tests.factories.accounts import make_hat, make_person
from tests.factories.cohorts import make_enrolment
from tests.support.access import (
    ENTERS,
    FORBIDDEN,
    NOT_FOUND,
    SIGN_IN_FIRST,
    access_table,
    knocks,
    meaning,
    row_of,
)
from tests.support.house import Door, doors, listed
from tests.support.scene import NOBODY, PERSONAS, Scene

TABLE = access_table()
NAMES = [feature.name for feature in FEATURES if feature.blueprints]
MALFORMED = "malformed"
FirstTime = Callable[[Door, str, str], bool]
SECRETS = re.compile(r'(name="(?:csrf_token|form_key)"[^>]*value="|name="next"[^>]*value=")[^"]*')


def of(app: Flask, feature: str) -> list[Door]:
    return [door for door in doors(app) if door.endpoint.startswith(f"{feature}.")]


def answer(
    scene: Scene, persona: str, url: str, method: str = "GET", form: dict[str, str] | None = None
) -> tuple[str, str]:
    """What a request means and shows; whatever it changed is taken back."""
    with db.engine.begin_nested() as before:
        response = scene.ask(persona, url, method, data=form if method == "POST" else None, buffered=True)
        db.session.remove()
        before.rollback()
    text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    return meaning(response), text


@pytest.fixture(scope="module")
def first_time() -> FirstTime:
    """Whether a knock proves more: on SQLite each does, on PostgreSQL a refusal only once by the same code.

    That is a policy with what it loads; who is not signed in and a malformed id never reach a database.
    """
    seen = set[tuple[object, ...]]()

    def is_first(door: Door, persona: str, answered: str) -> bool:
        guard = guard_of(door.view)
        if db.engine.dialect.name == "sqlite" or not isinstance(guard, Guard) or answered == ENTERS:
            return True
        decision = (guard.policy, guard.load, persona, answered)
        is_known = decision in seen or answered in {SIGN_IN_FIRST, MALFORMED}
        seen.add(decision)
        return not is_known

    return is_first


def test_the_table_names_every_door_and_no_other(app: Flask) -> None:
    wanted = {row_of(door, method) for door in doors(app) for method in knocks(door)}
    assert sorted(wanted - set(TABLE)) == [], "say in access.toml who may enter"
    assert sorted(set(TABLE) - wanted) == [], "these doors are gone"


@pytest.mark.parametrize("feature", NAMES)
def test_everybody_is_answered_as_the_table_says(
    app: Flask, scene: Scene, never: dict[str, str], first_time: FirstTime, feature: str
) -> None:
    """And what is there but not for you looks like what never was."""
    wrong = []
    for door in of(app, feature):
        for method in knocks(door):
            cells = TABLE.get(row_of(door, method), {})
            for persona, expected in cells.items():
                if not first_time(door, persona, expected):
                    continue
                given, text = answer(scene, persona, scene.url(door), method, scene.forms.get(door.endpoint))
                if given != expected:
                    wrong.append(f"{row_of(door, method)}: {persona} gets {given}, not {expected}")
                elif given == NOT_FOUND and has_its_own(door) and without_secrets(text) != never[persona]:
                    wrong.append(f"{row_of(door, method)}: {persona} can tell a foreign id")
    assert not wrong, listed(wrong)


def test_a_stranger_enters_public_doors_only(app: Flask) -> None:
    open_to_all = {
        row_of(door, method)
        for door in doors(app)
        for method in knocks(door)
        if isinstance(guard_of(door.view), Public)
    }
    entered = {row for row, cells in TABLE.items() if cells[NOBODY] != SIGN_IN_FIRST}
    assert sorted(entered - open_to_all) == []


@pytest.mark.parametrize("feature", NAMES)
def test_every_other_right_together_does_not_open_a_door(app: Flask, scene: Scene, feature: str) -> None:
    """Whoever wears all the hats that are refused, at once, is refused too."""
    wrong, known = [], dict[frozenset[str], str]()
    for door in of(app, feature):
        for method in knocks(door):
            cells = TABLE.get(row_of(door, method), {})
            refused = frozenset(p for p, cell in cells.items() if cell in {NOT_FOUND, FORBIDDEN})
            if len(refused) < 2:
                continue
            if refused not in known:
                known[refused] = f"everything but {len(known)}"
                scene.sign_in(known[refused], somebody_with(scene, refused))
            given, _ = answer(scene, known[refused], scene.url(door), method)
            if given not in {NOT_FOUND, FORBIDDEN}:
                wrong.append(f"{row_of(door, method)} opens for {', '.join(sorted(refused))} in one person")
    assert not wrong, listed(wrong)


def somebody_with(scene: Scene, personas: frozenset[str]) -> Person:
    """One person with the hats and the enrolments of all these."""
    programme, another = scene.programme_ids
    person = make_person(organisation=scene.home)
    hats: dict[str, list[tuple[Hat, dict[str, object]]]] = {
        "trainer": [(Hat.TRAINER, {"scope": scene.cohort.public_id}), (Hat.TRAINER, {"scope": programme})],
        "other_trainer": [
            (Hat.TRAINER, {"scope": scene.sibling.public_id}),
            (Hat.TRAINER, {"scope": programme}),
        ],
        "coordinator": [(Hat.COORDINATOR, {"scope": programme})],
        "other_coordinator": [(Hat.COORDINATOR, {"scope": another})],
        "director": [(Hat.DIRECTOR, {"organisation_id": scene.home.id})],
        "other_director": [(Hat.DIRECTOR, {"organisation_id": scene.away.id})],
        "administrator": [(Hat.ADMINISTRATOR, {})],
    }
    for persona in sorted(personas):
        for hat, values in hats.get(persona, []):
            make_hat(person, hat, **values)
    if "participant" in personas:
        make_enrolment(scene.cohort, person, organisation=scene.home)
    if "other_participant" in personas:
        make_enrolment(scene.sibling, person, organisation=scene.home)
    return person


@pytest.mark.parametrize("feature", NAMES)
def test_an_id_that_no_row_has_looks_like_what_never_was(
    app: Flask, scene: Scene, never: dict[str, str], first_time: FirstTime, feature: str
) -> None:
    """Unknown and malformed ids give the page of an address that does not exist."""
    wrong = []
    for door in filter(has_its_own, of(app, feature)):
        for method in knocks(door):
            cells = TABLE.get(row_of(door, method), {})
            for persona, kind, url in strange_urls(scene, door, cells):
                if not first_time(door, persona, kind):
                    continue
                given, text = answer(scene, persona, url, method)
                if (given, without_secrets(text)) != (NOT_FOUND, never[persona]):
                    wrong.append(f"{row_of(door, method)}: {persona} can tell a {kind} id")
    assert not wrong, listed(wrong)


def has_its_own(door: Door) -> bool:
    """Whether there are things behind this door, and not for everybody."""
    return bool(door.rule.arguments) and not isinstance(guard_of(door.view), Public)


@pytest.fixture(scope="module")
def never(world: Scene) -> dict[str, str]:
    """What each persona sees at an address that does not exist."""
    pages = {persona: answer(world, persona, "/nergens") for persona in PERSONAS if persona != NOBODY}
    assert {given for given, _ in pages.values()} == {NOT_FOUND}
    return {persona: without_secrets(text) for persona, (_, text) in pages.items()}


def strange_urls(scene: Scene, door: Door, cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Addresses with ids that no row has, for somebody who enters and for an administrator."""
    own, ids = scene.url(door), own_ids(scene, door)
    entering = [persona for persona, cell in cells.items() if cell == ENTERS][:1]
    for persona in {*entering, "administrator"} if ids else set[str]():
        yield persona, MALFORMED, own.replace(str(scene.value(door, ids[0])), "geen-id")
        yield from ((persona, f"unknown {name}", scene.url(door, **{name: uuid4()})) for name in ids)


def without_secrets(text: str) -> str:
    """The page without what differs at every request."""
    return SECRETS.sub(r"\1", text)


def test_a_child_of_somebody_else_is_not_found_under_an_own_parent(app: Flask, scene: Scene) -> None:
    nested = [door for door in doors(app) if len(own_ids(scene, door)) > 1]
    opened = []
    for door in nested:
        parent = next(iter(re.findall(r"<uuid:(\w+)>", str(door.rule))))
        url = scene.url(door, **{parent: scene.people["other_participant"].public_id})
        for method in knocks(door):
            given, _ = answer(scene, "administrator", url, method)
            if given != NOT_FOUND:
                opened.append(f"{row_of(door, method)}: {given}")
    assert nested
    assert not opened, listed(opened)


def own_ids(scene: Scene, door: Door) -> list[str]:
    return [name for name in door.rule.arguments if isinstance(scene.value(door, name), UUID)]
