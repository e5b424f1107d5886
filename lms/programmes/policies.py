"""Who may see and change programmes.

- Trainers and coordinators of a programme make it: they read drafts and published versions, and write.
- Trainers of another programme read published versions.
- Directors read the syllabus: titles and summaries of published versions.
- A coordinator begins a programme, and coordinates it from then on.
- A draft does not exist for anybody else. Participants read activities through `learning`.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.core.authorisation import Actor
from lms.programmes.models import Activity, Module, Programme, ProgrammeVersion, Question, Requirement


def is_author(actor: Actor, programme: Programme) -> bool:
    """Whether somebody makes this programme, as its trainer or its coordinator."""
    return actor.wears(Hat.TRAINER, scope=programme.public_id) or actor.wears(
        Hat.COORDINATOR, scope=programme.public_id
    )


def may_list_programmes(actor: Actor) -> bool:
    """Trainers, coordinators and directors find programmes in a list."""
    return any(actor.wears(hat) for hat in (Hat.TRAINER, Hat.COORDINATOR, Hat.DIRECTOR))


def may_begin_programme(actor: Actor) -> bool:
    """Coordinators begin programmes."""
    return actor.wears(Hat.COORDINATOR)


def may_see_programme(actor: Actor, programme: Programme) -> bool:
    """Its authors; trainers and directors once something of it is published."""
    if is_author(actor, programme):
        return True
    is_published = any(version.is_published for version in programme.versions)
    return is_published and (actor.wears(Hat.TRAINER) or actor.wears(Hat.DIRECTOR))


def may_author_programme(actor: Actor, programme: Programme) -> bool:
    """Only its authors name it and start a draft."""
    return is_author(actor, programme)


def may_read_version(actor: Actor, version: ProgrammeVersion) -> bool:
    """Its authors; any trainer once it is published."""
    return is_author(actor, version.programme) or (version.is_published and actor.wears(Hat.TRAINER))


def may_author_version(actor: Actor, version: ProgrammeVersion) -> bool:
    """Only the authors of its programme write."""
    return is_author(actor, version.programme)


def may_author_module(actor: Actor, module: Module) -> bool:
    """Who writes the version writes its modules."""
    return may_author_version(actor, module.programme_version)


def may_read_activity(actor: Actor, activity: Activity) -> bool:
    """Who reads the version reads its activities."""
    return may_read_version(actor, activity.module.programme_version)


def may_author_activity(actor: Actor, activity: Activity) -> bool:
    """Who writes the version writes its activities."""
    return may_author_version(actor, activity.module.programme_version)


def may_author_question(actor: Actor, question: Question) -> bool:
    """Who writes the activity writes its questions."""
    return may_author_activity(actor, question.activity)


def may_author_requirement(actor: Actor, requirement: Requirement) -> bool:
    """Who writes the version writes its requirements."""
    return may_author_version(actor, requirement.programme_version)
