"""What planning tells people, one message per change; and how a version gets its plan by weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.cohorts.events import (
    DayPartCancelled,
    EnrolmentStateChanged,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.cohorts.models import ACTIVE, Cohort, Meeting
from lms.cohorts.queries import get_cohort, get_enrolment, get_meeting, list_meetings
from lms.cohorts.rules import meeting_times, meeting_uid
from lms.core import clock, rendering
from lms.core.calendars import CalendarEntry, invitation_part, publication_part
from lms.core.http import absolute_url
from lms.core.notices import CalendarPart
from lms.messages.operations import notify_each
from lms.planning import operations, queries
from lms.planning.events import PlanPublished
from lms.programmes.events import DraftStarted, TemplateLoaded
from lms.programmes.queries import get_version

PLANNED, CHANGED = "planning.meeting_planned", "planning.meeting_changed"
MOVED, CANCELLED = "planning.meeting_moved", "planning.meeting_cancelled"
KINDS = {
    MeetingPlanned: PLANNED,
    MeetingChanged: CHANGED,
    MeetingMoved: MOVED,
    MeetingCancelled: CANCELLED,
    DayPartCancelled: CANCELLED,
}
Change = MeetingPlanned | MeetingChanged | MeetingMoved | MeetingCancelled | DayPartCancelled
Words = Callable[[Meeting], tuple[str, str]]


def tell_of_planning(session: Session, event: MeetingPlanned) -> None:
    """A meeting came to the plan; of a whole plan people hear once."""
    if not event.in_plan:
        _tell(session, event, _planned)


def tell_of_change(session: Session, event: MeetingChanged) -> None:
    """A meeting has another name or link."""
    if event.is_heard:
        _tell(session, event, _changed)


def tell_of_move(session: Session, event: MeetingMoved) -> None:
    """A meeting has another day, time or place."""
    _tell(session, event, _moved)


def tell_of_cancellation(session: Session, event: MeetingCancelled) -> None:
    """A meeting does not take place."""
    _tell(session, event, _cancelled)


def tell_of_day_part(session: Session, event: DayPartCancelled) -> None:
    """A part of a meeting does not take place."""
    _tell(session, event, _shortened)


def tell_of_plan(session: Session, event: PlanPublished) -> None:
    """The year of a cohort is planned: one message for all its meetings, which go into the own agenda."""
    cohort = get_cohort(session, cohort_id=event.cohort_id)
    listeners = queries.list_listeners(session, cohort=cohort, except_person_id=event.actor.person_id)
    _tell_of_year(session, cohort, listeners)


def welcome_to_plan(session: Session, event: EnrolmentStateChanged) -> None:
    """Somebody begins to take part: the meetings that are still to come go into the own agenda."""
    if event.to_state in ACTIVE and event.from_state not in ACTIVE:
        enrolment = get_enrolment(session, enrolment_id=event.enrolment_id)
        _tell_of_year(session, enrolment.cohort, [enrolment.person])


def _tell_of_year(session: Session, cohort: Cohort, people: Sequence[Person]) -> None:
    coming = [meeting for meeting in list_meetings(session, cohort=cohort) if _is_coming(meeting)]
    if not coming:
        return
    agenda = publication_part([_entry(meeting) for meeting in coming])
    notify_each(
        session,
        recipients=people,
        kind=PLANNED,
        words=lambda: (
            _("Je jaar staat gepland"),
            _("Alle bijeenkomsten van je leergroep hebben een dag."),
        ),
        url=absolute_url("cohorts.meetings_list", cohort_id=cohort.public_id),
        calendar=lambda _person: agenda,
    )


def _is_coming(meeting: Meeting) -> bool:
    return meeting.cancelled_at is None and meeting_times(meeting)[1] > clock.now()


def adopt_plan(session: Session, event: TemplateLoaded) -> None:
    """A programme that is made from a template gets the plan by weeks of that template, or of before."""
    version = get_version(session, version_id=event.version_id)
    source = queries.find_newest_version(session, programme_id=version.programme_id)
    if source is not None and queries.list_plan_items(session, version_id=source.id):
        operations.inherit_plan(session, actor=event.actor, version=version, source=source)
    else:
        operations.adopt_plan(session, actor=event.actor, version=version, key=event.template_key)


def inherit_plan(session: Session, event: DraftStarted) -> None:
    """A draft begins with the plan by weeks of the newest published version."""
    version = get_version(session, version_id=event.version_id)
    source = queries.find_newest_version(session, programme_id=version.programme_id)
    if source is not None:
        operations.inherit_plan(session, actor=event.actor, version=version, source=source)


def _tell(session: Session, event: Change, words: Words) -> None:
    """Tell everybody who takes part or teaches, in their own language; what is over needs no message."""
    meeting = get_meeting(session, meeting_id=event.meeting_id)
    was_until = [move.from_ends_at for move in meeting.moves[-1:]]
    if max([part.ends_at for part in meeting.day_parts] + was_until) <= clock.now():
        return
    listeners = queries.list_listeners(session, cohort=meeting.cohort, except_person_id=event.actor.person_id)
    notify_each(
        session,
        recipients=listeners,
        kind=KINDS[type(event)],
        words=lambda: words(meeting),
        url=absolute_url("planning.meeting_show", meeting_id=meeting.public_id),
        calendar=lambda person: _calendar_part(meeting, person),
    )


def _calendar_part(meeting: Meeting, person: Person) -> CalendarPart:
    """The meeting for somebody's own agenda: kept or changed, or taken out when it does not take place."""
    return invitation_part(_entry(meeting), attendee=person.email)


def _entry(meeting: Meeting) -> CalendarEntry:
    starts_at, ends_at = meeting_times(meeting)
    return CalendarEntry(
        uid=meeting_uid(meeting),
        title=meeting.title,
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=meeting.sequence,
        place=meeting.location,
        url=absolute_url("planning.meeting_show", meeting_id=meeting.public_id),
        is_cancelled=meeting.cancelled_at is not None,
    )


def _when(meeting: Meeting) -> str:
    starts = [part.starts_at for part in meeting.day_parts if part.cancelled_at is None]
    return rendering.instant(min(starts or [part.starts_at for part in meeting.day_parts]))


def _planned(meeting: Meeting) -> tuple[str, str]:
    line = _("Er is een bijeenkomst gepland op %(moment)s.", moment=_when(meeting))
    return _("Er is een bijeenkomst gepland"), line


def _changed(meeting: Meeting) -> tuple[str, str]:
    line = _("De gegevens van de bijeenkomst van %(moment)s zijn veranderd.", moment=_when(meeting))
    return _("Een bijeenkomst is bijgewerkt"), line


def _moved(meeting: Meeting) -> tuple[str, str]:
    move = meeting.moves[-1]
    old, new = rendering.instant(move.from_starts_at), _when(meeting)
    if old == new:
        line = _("De bijeenkomst van %(moment)s heeft een andere plaats of andere tijden.", moment=new)
        return _("Een bijeenkomst is verzet"), line
    line = _("De bijeenkomst van %(old)s is verzet naar %(new)s.", old=old, new=new)
    return _("Een bijeenkomst is verzet"), line


def _cancelled(meeting: Meeting) -> tuple[str, str]:
    line = _("De bijeenkomst van %(moment)s gaat niet door.", moment=_when(meeting))
    return _("Een bijeenkomst gaat niet door"), line


def _shortened(meeting: Meeting) -> tuple[str, str]:
    line = _("Een dagdeel van de bijeenkomst van %(day)s gaat niet door.", day=rendering.day(meeting.held_on))
    return _("Een dagdeel gaat niet door"), line
