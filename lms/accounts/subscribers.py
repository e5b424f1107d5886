"""The mails of accounts: that something waits, and the link to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts import events, operations
from lms.accounts.models import Person, TokenPurpose
from lms.accounts.queries import find_link, find_link_by_message, get_person
from lms.accounts.rules.sign_in import LINK_LASTS
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.http import absolute_url
from lms.core.outbox import Bounce, MailParts, queue_mail
from lms.core.rendering import instant


class PersonEvent(Protocol):
    """Something that happened to a person."""

    @property
    def person_id(self) -> UUID:
        """Who it happened to."""
        ...


def _letter(person: Person, *parts: str) -> str:
    greeting = _("Hallo %(name)s,", name=person.given_name)
    return "\n\n".join((greeting, *parts, _("Groet,\nSamenloop"))) + "\n"


def _until(purpose: TokenPurpose) -> str:
    moment = instant(clock.now() + LINK_LASTS[purpose])
    return str(_("De link werkt één keer, tot %(moment)s.", moment=moment))


def _unasked() -> str:
    return str(_("Heb je hier niet om gevraagd? Dan hoef je niets te doen."))


def _was_it_you() -> str:
    link = absolute_url("accounts.password_forgotten")
    question = _("Was jij dit niet? Kies dan meteen een nieuw wachtwoord:")
    return f"{question}\n{link}"


def _mail(
    session: Session,
    event: PersonEvent,
    words: Callable[[], tuple[str, Sequence[str]]],
    *,
    to: str | None = None,
) -> None:
    """Mail the person of an event, in their own language: a subject and the parts of a letter."""
    person = get_person(session, person_id=event.person_id)
    if person is None:
        return
    with force_locale(person.locale):
        subject, parts = words()
        queue_mail(session, to=to or person.email, subject=subject, text=_letter(person, *parts))


def mail_invitation(session: Session, event: events.PersonInvited) -> None:
    """Invite somebody to choose a password, or remind them that they still can."""
    link = find_link(session, purpose=TokenPurpose.INVITATION, link_token=event.link_token)
    if link is None or link.person.erased_at is not None:
        return
    person, address = link.person, absolute_url("accounts.invitation_accept", token=event.link_token)
    with force_locale(person.locale):
        text = _letter(
            person,
            _("Je bent uitgenodigd voor Samenloop, de leeromgeving van je opleiding."),
            *(
                [_("We stuurden je al eerder een link. Die werkt niet meer; gebruik deze.")]
                * event.is_reminder
            ),
            _("Kies hier je wachtwoord:") + f"\n{address}",
            _until(TokenPurpose.INVITATION),
        )
        subject = (
            _("Je uitnodiging voor Samenloop wacht nog op je")
            if event.is_reminder
            else _("Je uitnodiging voor Samenloop")
        )
        link.message_id = queue_mail(
            session,
            to=person.email,
            subject=subject,
            text=text,
            intent_id=link.public_id,
            parts=MailParts(fewer_path=event.fewer_path),
        )


def note_bounce(session: Session, bounce: Bounce) -> None:
    """An invitation that its mail server refused for good did not arrive."""
    link = find_link_by_message(session, message_id=bounce.message_id)
    if link is not None and link.purpose is TokenPurpose.INVITATION:
        operations.note_bounce(session, actor=SYSTEM, person=link.person, invitation=link)


def mail_password_reset(session: Session, event: events.PasswordResetRequested) -> None:
    """Send the link by which somebody chooses a new password."""
    link = absolute_url("accounts.password_reset", token=event.link_token)
    _mail(
        session,
        event,
        lambda: (
            _("Kies een nieuw wachtwoord"),
            [
                _("Kies hier een nieuw wachtwoord. Daarna ben je meteen ingelogd:") + f"\n{link}",
                _until(TokenPurpose.PASSWORD_RESET),
                _unasked(),
            ],
        ),
    )


def mail_email_confirmation(session: Session, event: events.EmailChangeRequested) -> None:
    """Ask whoever reads the new address to confirm it."""
    link = absolute_url("accounts.email_confirm", token=event.link_token)
    _mail(
        session,
        event,
        lambda: (
            _("Bevestig je e-mailadres"),
            [
                _("Bevestig hier dat dit je nieuwe e-mailadres is:") + f"\n{link}",
                _until(TokenPurpose.EMAIL_CHANGE),
                _unasked(),
            ],
        ),
        to=event.new_address,
    )


def mail_former_address(session: Session, event: events.EmailChanged) -> None:
    """Tell whoever reads the former address that it is no longer in use."""
    _mail(
        session,
        event,
        lambda: (
            _("Je e-mailadres is gewijzigd"),
            [
                _("Je account bij Samenloop gebruikt nu een ander e-mailadres."),
                _("Was jij dit niet? Bel of mail dan meteen de coördinator van je opleiding."),
            ],
        ),
        to=event.old_address,
    )


def mail_password_changed(session: Session, event: events.PasswordChanged) -> None:
    """Tell somebody that their password changed, so that a thief does not go unnoticed."""
    _mail(
        session,
        event,
        lambda: (
            _("Je wachtwoord is gewijzigd"),
            [
                _("Je wachtwoord voor Samenloop is gewijzigd. Op andere apparaten ben je uitgelogd."),
                _was_it_you(),
            ],
        ),
    )


def mail_second_factor_set_up(session: Session, event: events.SecondFactorSetUp) -> None:
    """Tell somebody that their account asks for a code from now on."""
    _mail(
        session,
        event,
        lambda: (
            _("Je tweede factor staat aan"),
            [
                _("Je account bij Samenloop vraagt voortaan ook een code uit je authenticator-app."),
                _was_it_you(),
            ],
        ),
    )
