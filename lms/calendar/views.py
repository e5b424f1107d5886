"""The own calendar on a page, as a feed for other programs, and a meeting as a file."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.accounts.queries import actor_for
from lms.calendar import operations, policies, queries, rules
from lms.calendar.models import CalendarLink
from lms.calendar.rules import CalendarItem, ItemKind
from lms.cohorts.models import Meeting
from lms.cohorts.policies import may_see_meeting
from lms.cohorts.queries import get_meeting_with_people
from lms.cohorts.rules import meeting_times, meeting_uid
from lms.core import clock, signing
from lms.core.authorisation import current_actor, guarded_by, public
from lms.core.calendars import CalendarEntry, calendar_text
from lms.core.errors import NotFoundError
from lms.core.http import absolute_url
from lms.core.unit_of_work import current_session, writes

bp = Blueprint("calendar", "lms.calendar")
FEED = "calendar-feed"
KEPT, AHEAD = timedelta(days=365), timedelta(days=730)


@bp.get("/kalender")
@guarded_by(policies.may_see_calendar)
def calendar_show() -> ResponseReturnValue:
    """One month of the own calendar, as a picture and as a list."""
    session, actor = current_session(), current_actor()
    month = rules.month_of(request.args.get("maand"), today=clock.today())
    items = queries.list_items(
        session, actor=actor, since=clock.at(month.first, 0, 0), until=clock.at(month.after, 0, 0)
    )
    link = queries.find_link(session, actor=actor)
    return render_template(
        "calendar/calendar_show.html",
        month=month,
        days=rules.by_day([item for item in items if month.holds(item.day)]),
        address_of=address_of,
        title_of=title_of,
        feed=_feed_address(link) if link else None,
    )


@bp.post("/kalender/link")
@guarded_by(policies.may_see_calendar)
@writes
def link_make() -> ResponseReturnValue:
    """Make a secret link to the own calendar; an older one stops working."""
    operations.make_calendar_link(current_session(), actor=current_actor())
    flash(_("Je link is gemaakt. Plak hem in je eigen agenda."))
    return redirect(url_for("calendar.calendar_show", _anchor="link"), 303)


@bp.post("/kalender/link/intrekken")
@guarded_by(policies.may_see_calendar)
@writes
def link_revoke() -> ResponseReturnValue:
    """Withdraw the secret link."""
    try:
        operations.revoke_calendar_link(current_session(), actor=current_actor())
    except operations.NoCalendarLinkError:
        flash(_("Je link was al ingetrokken."), "info")
    else:
        flash(_("Je link werkt niet meer."))
    return redirect(url_for("calendar.calendar_show", _anchor="link"), 303)


@bp.get("/kalender/<string:token>/samenloop.ics")
@public("a program that keeps somebody's agenda cannot sign in; the secret link stands for the person")
def calendar_feed(token: str) -> ResponseReturnValue:
    """Somebody's calendar for other programs: titles and places, never names."""
    session = current_session()
    link = queries.get_link(session, link_id=_read_token(token))
    today = clock.today()
    items = queries.list_items(
        session,
        actor=actor_for(session, person=link.person),
        since=clock.now() - KEPT,
        until=clock.now() + AHEAD,
    )
    with force_locale(link.person.locale):
        entries = [_entry(item) for item in sorted(items, key=lambda item: item.starts_at)]
        text = calendar_text(entries, name="Samenloop")
    return _file(text, f"samenloop-{today.isoformat()}.ics")


@bp.get("/bijeenkomsten/<uuid:meeting_id>/kalender")
@guarded_by(may_see_meeting, load=get_meeting_with_people)
def meeting_file(meeting: Meeting) -> ResponseReturnValue:
    """One meeting as a file for one's own agenda."""
    starts_at, ends_at = meeting_times(meeting)
    entry = CalendarEntry(
        uid=meeting_uid(meeting),
        title=meeting.title,
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=meeting.sequence,
        place=meeting.location,
        url=absolute_url("planning.meeting_show", meeting_id=meeting.public_id),
        is_cancelled=meeting.cancelled_at is not None,
    )
    return _file(calendar_text([entry]), f"bijeenkomst-{meeting.held_on.isoformat()}.ics")


def title_of(item: CalendarItem) -> str:
    """What an item is called; an intake talk does not say with whom."""
    if item.kind is ItemKind.INTAKE:
        return str(_("Intakegesprek"))
    if item.kind is ItemKind.PAPER:
        return str(_("Lever je paper in: %(title)s", title=item.title))
    if item.kind is ItemKind.VISIT:
        return str(_("Meeloopdag bij %(organisation)s", organisation=item.title))
    if item.kind is ItemKind.HOSTING:
        return str(_("Meeloopdag: bezoek van %(organisation)s", organisation=item.title))
    if item.kind is ItemKind.TRAINING:
        return str(_("Vaktraining: %(title)s", title=item.title))
    return item.title


def address_of(item: CalendarItem, *, whole: bool = False) -> str:
    """The page of an item, with the host in front when it leaves the site."""
    build = absolute_url if whole else url_for
    if item.kind is ItemKind.PAPER:
        return str(build("papers.paper_own"))
    if item.kind is ItemKind.INTAKE:
        return str(build("admissions.slots_list", cohort_id=item.object_id))
    if item.kind is ItemKind.VISIT:
        return str(build("shadowing.visit_show", visit_id=item.object_id))
    if item.kind is ItemKind.HOSTING:
        return str(build("shadowing.hosting_show", visit_id=item.object_id))
    if item.kind is ItemKind.TRAINING:
        return str(build("trainings.pair_show", pair_id=item.object_id))
    return str(build("planning.meeting_show", meeting_id=item.object_id))


def _entry(item: CalendarItem) -> CalendarEntry:
    return CalendarEntry(
        uid=f"{item.entry_id}@samenloop",
        title=title_of(item),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        sequence=item.sequence,
        place=item.place,
        url=address_of(item, whole=True),
        is_cancelled=item.is_cancelled,
    )


def _feed_address(link: CalendarLink) -> str:
    return absolute_url("calendar.calendar_feed", token=signing.sign(FEED, link.public_id.hex))


def _read_token(token: str) -> UUID:
    facts = signing.read(FEED, token)
    if facts is None:
        raise NotFoundError
    return UUID(facts[0])


def _file(text: str, name: str) -> Response:
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
