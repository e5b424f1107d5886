"""Publishing closes a version; a draft is a copy that shares nothing but its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.events import Event
from lms.core.model import Entity
from lms.programmes import operations, publication, queries, rules
from lms.programmes.events import DraftStarted, VersionPublished
from lms.programmes.models import Activity, ActivityKind, ProgrammeVersion
from lms.programmes.publication import ProblemKind
from tests.factories.programmes import make_version


def _draft(session: Session, **values: object) -> ProgrammeVersion:
    version = make_version(published=False, **values)
    return queries.get_whole_version(session, version_id=version.id)


def _first(version: ProgrammeVersion) -> Activity:
    return version.modules[0].activities[0]


class TestPublishVersion:
    def test_published_at_the_present_instant(self, session: Session, announced: list[Event]) -> None:
        version = operations.publish_version(session, actor=SYSTEM, version=_draft(session))
        assert version.published_at == clock.now()
        assert isinstance(announced[-1], VersionPublished)
        assert announced[-1].version_id == version.public_id

    def test_never_twice(self, session: Session) -> None:
        with pytest.raises(publication.AlreadyPublishedError):
            operations.publish_version(session, actor=SYSTEM, version=make_version())

    @pytest.mark.parametrize(
        ("spoil", "kind"),
        [
            (lambda v: v.modules.clear(), ProblemKind.NO_MODULES),
            (lambda v: v.modules[0].activities.clear(), ProblemKind.EMPTY_MODULE),
            (lambda v: v.requirements.clear(), ProblemKind.NO_REQUIREMENTS),
            (lambda v: setattr(v.criteria[0], "weight", 65), ProblemKind.WEIGHTS),
            (lambda v: v.criteria.clear(), ProblemKind.NO_RUBRIC),
            (lambda v: v.modules[1].activities[0].questions.clear(), ProblemKind.NO_QUESTIONS),
            (lambda v: setattr(v.modules[0], "requires_keys", ["methodisch"]), ProblemKind.NEEDS_LATER),
            (lambda v: setattr(_first(v), "requires_keys", ["terugblik"]), ProblemKind.NEEDS_LATER),
            (lambda v: setattr(_first(v), "kind", ActivityKind.VIDEO), ProblemKind.VIDEO_INCOMPLETE),
            (lambda v: setattr(_first(v), "kind", ActivityKind.LINK), ProblemKind.NO_ADDRESS),
            (lambda v: setattr(_first(v), "kind", ActivityKind.PAPER), ProblemKind.TWO_PAPERS),
        ],
    )
    def test_incomplete_draft_says_what_misses(
        self, session: Session, spoil: object, kind: ProblemKind
    ) -> None:
        version = _draft(session)
        spoil(version)
        with pytest.raises(publication.NotReadyError) as refusal:
            operations.publish_version(session, actor=SYSTEM, version=version)
        assert kind in {problem.kind for problem in refusal.value.problems}
        assert not version.is_published


class TestStartDraft:
    def test_is_a_deep_copy(self, session: Session, small: Path, announced: list[Event]) -> None:
        loaded = operations.load_template(session, actor=SYSTEM, key="klein", folder=small)
        published = operations.publish_version(session, actor=SYSTEM, version=loaded)
        draft = operations.start_draft(session, actor=SYSTEM, programme=published.programme)
        session.flush()
        session.expunge_all()
        old = queries.get_whole_version(session, version_id=published.id)
        new = queries.get_whole_version(session, version_id=draft.id)
        assert (new.number, new.is_published) == (2, False)
        assert _content(new) == _content(old)
        assert {row.public_id for row in _rows(new)} & {row.public_id for row in _rows(old)} == set()
        assert isinstance(announced[-1], DraftStarted)

    def test_change_in_the_draft_leaves_the_published_version_alone(self, session: Session) -> None:
        published = queries.get_whole_version(session, version_id=make_version().id)
        draft = operations.start_draft(session, actor=SYSTEM, programme=published.programme)
        draft.modules[0].activities[0].title = "Anders"
        draft.modules[0].aim_keys.append("nieuw")
        assert published.modules[0].aim_keys == ["kijken"]
        draft.modules[1].activities[0].questions[0].options[0].label = "Anders"
        session.flush()
        session.expunge_all()
        kept = queries.get_whole_version(session, version_id=published.id)
        assert kept.modules[0].activities[0].title == "Lees de welkomsttekst"
        assert kept.modules[0].aim_keys == ["kijken"]
        assert kept.modules[1].activities[0].questions[0].options[0].label == "Het formulier"

    def test_only_one_draft_at_a_time(self, session: Session) -> None:
        published = queries.get_whole_version(session, version_id=make_version().id)
        operations.start_draft(session, actor=SYSTEM, programme=published.programme)
        with pytest.raises(publication.DraftExistsError):
            operations.start_draft(session, actor=SYSTEM, programme=published.programme)

    def test_programme_without_published_version_already_has_its_draft(self, session: Session) -> None:
        draft = _draft(session)
        with pytest.raises(publication.DraftExistsError):
            operations.start_draft(session, actor=SYSTEM, programme=draft.programme)


def _rows(version: ProgrammeVersion) -> list[Entity]:
    activities = list(rules.activities_of(version))
    questions = [question for activity in activities for question in activity.questions]
    options = [option for question in questions for option in question.options]
    parts = [*version.aims, *version.requirements, *version.criteria, *version.conditions]
    return [version, *version.modules, *activities, *questions, *options, *parts]


def _content(version: ProgrammeVersion) -> list[tuple[str, object]]:
    own = {"id", "public_id", "created_at", "version", "number", "published_at"}
    parents = {"programme_version_id", "module_id", "activity_id", "question_id"}
    return [
        (f"{type(row).__name__}.{column.key}", getattr(row, column.key))
        for row in _rows(version)
        for column in row.__mapper__.column_attrs
        if column.key not in own | parents
    ]
