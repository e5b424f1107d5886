"""A story is played in order of time, and stops at the present."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from lms.core import clock
from lms.demo.story import Story

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_what_is_told_first_but_happens_later_is_played_later(session: Session) -> None:
    story, seen = Story(NOON), list[tuple[str, datetime]]()
    story.tell(NOON, lambda _session: seen.append(("now", clock.now())))
    story.tell(NOON - timedelta(days=9), lambda _session: seen.append(("then", clock.now())))
    assert story.play(session) == 2
    assert seen == [("then", NOON - timedelta(days=9)), ("now", NOON)]


def test_what_lies_after_the_present_has_not_happened_yet(session: Session) -> None:
    story, seen = Story(NOON), list[str]()
    story.tell(NOON + timedelta(minutes=1), lambda _session: seen.append("later"))
    assert story.play(session) == 0
    assert seen == []


def test_one_thing_leads_to_another_in_its_place(session: Session) -> None:
    story, seen = Story(NOON), list[str]()

    def begin(_session: Session) -> None:
        seen.append("first")
        story.tell(NOON - timedelta(days=2), lambda _session: seen.append("second"))

    story.tell(NOON - timedelta(days=1), lambda _session: seen.append("third"))
    story.tell(NOON - timedelta(days=3), begin)
    story.play(session)
    assert seen == ["first", "second", "third"]
