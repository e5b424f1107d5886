"""Who may see and change programmes: role by case."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lms.accounts.models import Hat
from lms.core import clock
from lms.core.authorisation import Actor, HatGrant
from lms.programmes import policies
from lms.programmes.models import Activity, Module, Programme, ProgrammeVersion, Requirement

HERE, ELSEWHERE, ORGANISATION = uuid4(), uuid4(), 7


def _actor(hat: Hat | None = None, scope: UUID | None = None, organisation_id: int | None = None) -> Actor:
    hats = frozenset({HatGrant(hat, organisation_id, scope)}) if hat else frozenset()
    return Actor(person_id=1, public_id=uuid4(), hats=hats)


ACTORS = {
    "trainer": _actor(Hat.TRAINER, HERE),
    "coordinator": _actor(Hat.COORDINATOR, HERE),
    "other trainer": _actor(Hat.TRAINER, ELSEWHERE),
    "other coordinator": _actor(Hat.COORDINATOR, ELSEWHERE),
    "director": _actor(Hat.DIRECTOR, organisation_id=ORGANISATION),
    "administrator": _actor(Hat.ADMINISTRATOR),
    "participant": _actor(),
}


def _version(*, published: bool) -> ProgrammeVersion:
    programme = Programme(public_id=HERE, title="Opleiding", short_title="Opl")
    return ProgrammeVersion(programme=programme, number=1, published_at=clock.now() if published else None)


@pytest.mark.parametrize(
    ("who", "lists", "sees_published", "sees_draft", "reads_published", "reads_draft", "writes"),
    [
        ("trainer", True, True, True, True, True, True),
        ("coordinator", True, True, True, True, True, True),
        ("other trainer", True, True, False, True, False, False),
        ("other coordinator", True, False, False, False, False, False),
        ("director", True, True, False, False, False, False),
        ("administrator", False, False, False, False, False, False),
        ("participant", False, False, False, False, False, False),
    ],
)
def test_rights(
    who: str,
    lists: bool,
    sees_published: bool,
    sees_draft: bool,
    reads_published: bool,
    reads_draft: bool,
    writes: bool,
) -> None:
    actor, published, draft = ACTORS[who], _version(published=True), _version(published=False)
    assert policies.may_list_programmes(actor) is lists
    assert policies.may_see_programme(actor, published.programme) is sees_published
    assert policies.may_see_programme(actor, draft.programme) is sees_draft
    assert policies.may_read_version(actor, published) is reads_published
    assert policies.may_read_version(actor, draft) is reads_draft
    assert policies.may_author_version(actor, draft) is writes
    assert policies.may_author_programme(actor, draft.programme) is writes


@pytest.mark.parametrize("who", ACTORS)
def test_parts_follow_their_version(who: str) -> None:
    actor = ACTORS[who]
    for version in (_version(published=True), _version(published=False)):
        module = Module(programme_version=version, key="m")
        activity = Activity(module=module, key="a")
        requirement = Requirement(programme_version=version, key="r")
        reads = policies.may_read_version(actor, version)
        writes = policies.may_author_version(actor, version)
        assert policies.may_read_activity(actor, activity) is reads
        assert policies.may_author_module(actor, module) is writes
        assert policies.may_author_activity(actor, activity) is writes
        assert policies.may_author_requirement(actor, requirement) is writes
