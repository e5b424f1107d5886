"""How versions begin and end: loaded from a template, copied from the last one, published."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.events import publish
from lms.core.files import FileKind, store_file
from lms.core.model import Base
from lms.programmes import publication, queries
from lms.programmes.events import DraftStarted, TemplateLoaded, VersionPublished
from lms.programmes.models import Programme, ProgrammeVersion
from lms.programmes.template_files import FOLDER, Template, read_template

MEDIA = {
    "file": frozenset({FileKind.WEBM, FileKind.PDF}),
    "captions": frozenset({FileKind.VTT}),
}
NEVER_COPIED = frozenset(
    {"id", "public_id", "created_at", "version", "published_at"}
    | {"programme_version_id", "module_id", "activity_id", "question_id"}
)

Copied = TypeVar("Copied", bound=Base)


def load_template(session: Session, *, actor: Actor, key: str, folder: Path = FOLDER) -> ProgrammeVersion:
    """Make a draft from a template: the first version of a new programme, or the next of a known one."""
    template = read_template(key, folder)
    programme = queries.find_programme_by_title(session, title=template.title)
    if programme is None:
        programme = Programme(title=template.title, short_title=template.short_title)
        session.add(programme)
        session.flush()
    version = _keep_template(session, programme, template)
    publish(
        session,
        TemplateLoaded(
            actor=actor,
            programme_id=programme.public_id,
            version_id=version.public_id,
            number=version.number,
            template_key=key,
        ),
    )
    return version


def draft_from_template(session: Session, *, programme: Programme, key: str) -> ProgrammeVersion:
    """The content of a template as the draft of a programme, whatever that is called."""
    return _keep_template(session, programme, read_template(key))


def _keep_template(session: Session, programme: Programme, template: Template) -> ProgrammeVersion:
    version = template.version
    _add_as_draft(session, programme, version)
    for activity, name, path in template.media:
        with path.open("rb") as stream:
            stored = store_file(session, stream=stream, name=path.name, allowed=MEDIA[name])
        setattr(activity, name, stored)
    session.flush()
    return version


def start_draft(session: Session, *, actor: Actor, programme: Programme) -> ProgrammeVersion:
    """Copy the newest published version of a programme into a draft that can be changed."""
    newest = queries.find_newest_published(session, programme=programme)
    if newest is None:
        raise publication.DraftExistsError
    draft = _copy(queries.get_whole_version(session, version_id=newest.id))
    _add_as_draft(session, programme, draft)
    publish(
        session,
        DraftStarted(
            actor=actor,
            programme_id=programme.public_id,
            version_id=draft.public_id,
            number=draft.number,
        ),
    )
    return draft


def publish_version(session: Session, *, actor: Actor, version: ProgrammeVersion) -> ProgrammeVersion:
    """Let cohorts start with a version; from now on it never changes."""
    session.flush()
    version = queries.get_whole_version(session, version_id=version.id)
    if version.is_published:
        raise publication.AlreadyPublishedError
    problems = publication.problems_before_publishing(version)
    if problems:
        raise publication.NotReadyError(problems)
    version.published_at = clock.now()
    publish(
        session,
        VersionPublished(
            actor=actor,
            programme_id=version.programme.public_id,
            version_id=version.public_id,
            number=version.number,
        ),
    )
    return version


def _add_as_draft(session: Session, programme: Programme, version: ProgrammeVersion) -> None:
    """One draft at a time: the unique number makes the second of two simultaneous drafts fail."""
    if queries.find_draft(session, programme=programme) is not None:
        raise publication.DraftExistsError
    version.programme_id = programme.id
    version.number = queries.highest_number(session, programme=programme) + 1
    session.add(version)
    session.flush()


def _copy(row: Copied) -> Copied:
    """A new row with the same content, and copies of all that belongs to it; files are shared."""
    mapper: sa.orm.Mapper[Copied] = sa.inspect(type(row))
    values = {
        column.key: list(value) if isinstance(value, list) else value
        for column in mapper.column_attrs
        if column.key not in NEVER_COPIED
        for value in [getattr(row, column.key)]
    }
    owned = {
        relation.key: [_copy(child) for child in getattr(row, relation.key)]
        for relation in mapper.relationships
        if relation.cascade.delete_orphan
    }
    return type(row)(**values, **owned)
