"""The mails of admissions: that something waits, and the link to it; never what was written or decided."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.events import PersonErased
from lms.accounts.models import Hat
from lms.accounts.queries import list_wearers
from lms.admissions import events, operations, queries, rules
from lms.admissions.models import Application, IntakeSlot, LinkPurpose
from lms.admissions.rules import LINK_LASTS
from lms.core import clock
from lms.core.calendars import CalendarEntry, invitation_part
from lms.core.http import absolute_url
from lms.core.notices import CalendarPart
from lms.core.outbox import MailParts, queue_mail
from lms.core.rendering import day, instant
from lms.messages.operations import notify_each

APPLICATIONS = "admissions.applications"
TALKS = "admissions.talks"


def _mail(
    session: Session,
    application: Application,
    *,
    subject: str,
    parts: list[str],
    calendar: CalendarPart | None = None,
) -> None:
    name = application.given_name
    greeting = _("Hallo %(name)s,", name=name) if name else _("Hallo,")
    text = "\n\n".join((greeting, *parts, _("Groet,\nSamenloop"))) + "\n"
    mail_parts = MailParts(calendar=calendar)
    queue_mail(session, to=application.email, subject=subject, text=text, parts=mail_parts)


def _link(link_token: str, purpose: LinkPurpose = LinkPurpose.FOLLOW) -> str:
    """The address, until when it works, and that it is personal."""
    address = absolute_url("admissions.link_open", token=link_token)
    until = _(
        "De link is persoonlijk en werkt tot %(day)s. Stuur hem niet door.",
        day=day(clock.now() + LINK_LASTS[purpose]),
    )
    return f"{address}\n{until}"


def mail_draft(session: Session, event: events.DraftSaved) -> None:
    """Send the link by which somebody goes on with a first draft; later savings need no mail."""
    if event.link_token is None:
        return
    application = queries.get_application(session, application_id=event.application_id)
    with force_locale(application.locale):
        parts = [
            _("Je aanmelding is als concept bewaard. Niemand anders leest hem. Ga hier verder:")
            + f"\n{_link(event.link_token, LinkPurpose.RESUME)}",
            _("Heb je hier niet om gevraagd? Dan hoef je niets te doen."),
        ]
        _mail(session, application, subject=_("Ga verder met je aanmelding"), parts=parts)


def mail_receipt(session: Session, event: events.ApplicationSubmitted) -> None:
    """Confirm what was sent in, and when an answer comes."""
    application = queries.get_application(session, application_id=event.application_id)
    with force_locale(application.locale):
        parts = [
            _("We hebben je aanmelding ontvangen. Hier zie je hoe het ermee staat:")
            + f"\n{_link(event.link_token)}",
            _("Je hoort uiterlijk op %(day)s van ons.", day=day(application.round.answers_on)),
        ]
        _mail(session, application, subject=_("We hebben je aanmelding ontvangen"), parts=parts)


def mail_new_link(session: Session, event: events.LinkRenewed) -> None:
    """Send another link to whoever asked for one."""
    application = queries.get_application(session, application_id=event.application_id)
    with force_locale(application.locale):
        parts = [
            _("Met deze link kom je bij je aanmelding:") + f"\n{_link(event.link_token, event.purpose)}",
            _("Heb je hier niet om gevraagd? Dan hoef je niets te doen."),
        ]
        _mail(session, application, subject=_("De link naar je aanmelding"), parts=parts)


def mail_intake_invitation(session: Session, event: events.InvitedToIntake) -> None:
    """Ask an applicant to choose a time."""
    application = queries.get_application(session, application_id=event.application_id)
    with force_locale(application.locale):
        parts = [_("Kies een tijd voor je intakegesprek:") + f"\n{_link(event.link_token)}"]
        _mail(session, application, subject=_("Kies een tijd voor je intakegesprek"), parts=parts)


def mail_booking(session: Session, event: events.IntakeBooked) -> None:
    """Confirm the time of the talk; where it is, stands behind the link."""
    application = queries.get_application(session, application_id=event.application_id)
    slot = queries.get_slot(session, slot_id=event.slot_id)
    with force_locale(application.locale):
        moment = _("Je intakegesprek is op %(moment)s.", moment=instant(slot.starts_at))
        place = _("Waar het is, staat achter deze link. Daar verzet je het ook:")
        _mail(
            session,
            application,
            subject=_("Je intakegesprek staat vast"),
            parts=[moment, f"{place}\n{_link(event.link_token)}"],
            calendar=_talk_of_applicant(application, slot),
        )


def mail_cancellation(session: Session, event: events.IntakeCancelled) -> None:
    """Take the talk out of the applicant's calendar; with a link another time can be chosen."""
    application = queries.get_application(session, application_id=event.application_id)
    slot = queries.get_slot(session, slot_id=event.slot_id)
    with force_locale(application.locale):
        if event.link_token:
            words = _("De tijd van je intakegesprek gaat niet door. Kies een andere tijd:")
            parts = [f"{words}\n{_link(event.link_token)}"]
            subject = _("Kies een andere tijd voor je intakegesprek")
        else:
            parts = [_("Je intakegesprek van %(moment)s gaat niet door.", moment=instant(slot.starts_at))]
            subject = _("Je intakegesprek gaat niet door")
        calendar = _talk_of_applicant(application, slot, is_cancelled=True)
        _mail(session, application, subject=subject, parts=parts, calendar=calendar)


def _talk_of_applicant(
    application: Application, slot: IntakeSlot, *, is_cancelled: bool = False
) -> CalendarPart:
    """The talk for the applicant's own calendar; its link holds no secret."""
    entry = _talk_entry(application, slot, is_cancelled, url=absolute_url("admissions.application_own"))
    return invitation_part(entry, attendee=application.email)


def _talk_entry(application: Application, slot: IntakeSlot, is_cancelled: bool, *, url: str) -> CalendarEntry:
    return CalendarEntry(
        uid=rules.talk_uid(application),
        title=_("Intakegesprek"),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        sequence=application.talk_sequence,
        place=slot.place,
        url=url,
        is_cancelled=is_cancelled,
    )


def mail_decision(session: Session, event: events.PlacementDecided) -> None:
    """Tell that a letter waits, never what it says."""
    application = queries.get_application(session, application_id=event.application_id)
    with force_locale(application.locale):
        parts = [_("Er staat een brief over je aanmelding voor je klaar:") + f"\n{_link(event.link_token)}"]
        _mail(session, application, subject=_("Er staat een brief voor je klaar"), parts=parts)


def tell_coordinators(
    session: Session, event: events.ApplicationSubmitted | events.ApplicationWithdrawn
) -> None:
    """Tell the coordinators that an application came in or was taken back; nothing moves up by itself."""
    application = queries.get_application(session, application_id=event.application_id)
    cohort = application.round.cohort
    programme_id = cohort.programme_version.programme.public_id
    is_new = isinstance(event, events.ApplicationSubmitted)
    notify_each(
        session,
        recipients=list_wearers(session, hat=Hat.COORDINATOR, scope=programme_id),
        kind=APPLICATIONS,
        words=lambda: (
            _("Er is een aanmelding binnen") if is_new else _("Er is een aanmelding ingetrokken"),
            cohort.name,
        ),
        url=absolute_url("admissions.applications_list", cohort_id=cohort.public_id),
    )


def tell_talker(session: Session, event: events.IntakeBooked | events.IntakeCancelled) -> None:
    """Tell whoever holds a talk that a time was chosen or given back; whoever held it before hears so too."""
    application = queries.get_application(session, application_id=event.application_id)
    slot = queries.get_slot(session, slot_id=event.slot_id)
    is_booked = isinstance(event, events.IntakeBooked)
    _tell_talker(session, application, slot, is_cancelled=not is_booked)
    if isinstance(event, events.IntakeBooked) and event.former_slot_id is not None:
        former = queries.get_slot(session, slot_id=event.former_slot_id)
        if former.held_by_id != slot.held_by_id:
            _tell_talker(session, application, former, is_cancelled=True)


def _tell_talker(session: Session, application: Application, slot: IntakeSlot, *, is_cancelled: bool) -> None:
    person, cohort = slot.held_by, slot.round.cohort
    if person is None:
        return
    url = absolute_url("admissions.slots_list", cohort_id=cohort.public_id)
    title = _cancelled_words if is_cancelled else _booked_words
    notify_each(
        session,
        recipients=[person],
        kind=TALKS,
        words=lambda: (title(), instant(slot.starts_at)),
        url=url,
        calendar=lambda reader: invitation_part(
            _talk_entry(application, slot, is_cancelled, url=url), attendee=reader.email
        ),
    )


def _booked_words() -> str:
    return str(_("Iemand koos een intakegesprek bij jou"))


def _cancelled_words() -> str:
    return str(_("Een intakegesprek bij jou is afgezegd"))


def erase_with_person(session: Session, event: PersonErased) -> None:
    """Whoever is erased leaves no application behind."""
    operations.erase_applications_of(session, person_id=event.person_id)
