"""Who hears of an agreement: that something waits, and where; never what it says."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.agreements import events, queries, rules
from lms.agreements.models import LearningAgreement, SignerRole
from lms.cohorts.queries import list_trainers
from lms.core import clock
from lms.core.http import absolute_url
from lms.core.outbox import queue_mail
from lms.core.rendering import instant
from lms.messages.operations import notify_each, reminder_parts

MANAGERS_LANGUAGE = "nl"


def ask_for_signatures(session: Session, event: events.AgreementDrafted) -> None:
    """All three hear that a version waits for them."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    _mail_link(session, agreement, event.link_token)
    _ask_signers(session, agreement, roles=(SignerRole.PARTICIPANT, SignerRole.TRAINER))


def mail_new_link(session: Session, event: events.SigningLinkSent) -> None:
    """The line manager gets another link."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    _mail_link(session, agreement, event.link_token, is_reminder=event.is_reminder)


def remind(session: Session, event: events.SignersReminded) -> None:
    """Who must still sign hears so once more."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    if event.link_token is not None:
        _mail_link(session, agreement, event.link_token, is_reminder=True)
    _ask_signers(session, agreement, roles=rules.missing_roles(agreement.signatures))


def tell_declined(session: Session, event: events.AgreementDeclined) -> None:
    """The coordinator hears that something has to change."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    notify_each(
        session,
        recipients=queries.list_coordinators(session, agreement=agreement),
        kind="agreements.declined",
        words=lambda: (
            _("Een leidinggevende tekent nog niet"),
            _("Lees de reactie bij de leerovereenkomst."),
        ),
        url=_address(agreement),
    )


def tell_complete(session: Session, event: events.AgreementCompleted) -> None:
    """Everybody who signed hears that the agreement is complete."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    trainers = list_trainers(session, cohort=agreement.enrolment.cohort)
    coordinators = queries.list_coordinators(session, agreement=agreement)
    participant = agreement.enrolment.person
    staff = [person for person in (*trainers, *coordinators) if person.id != participant.id]
    asked = ("agreements.complete", [participant]), ("agreements.staff_complete", staff)
    for kind, people in asked:
        notify_each(
            session,
            recipients=people,
            kind=kind,
            words=lambda: (_("Een leerovereenkomst is compleet"), _("Iedereen heeft getekend.")),
            url=_address(agreement),
        )
    with force_locale(MANAGERS_LANGUAGE):
        _mail_manager(
            session,
            agreement,
            subject=_("De leerovereenkomst is compleet"),
            lines=(
                _("Iedereen heeft getekend. Je kunt de leerovereenkomst bewaren als PDF."),
                _("Open daarvoor de link uit onze vorige mail. Daar staat tot wanneer dat kan."),
            ),
        )


def _ask_signers(session: Session, agreement: LearningAgreement, *, roles: Sequence[SignerRole]) -> None:
    asked: dict[str, Sequence[Person]] = {}
    if SignerRole.PARTICIPANT in roles:
        asked["agreements.to_sign"] = [agreement.enrolment.person]
    if SignerRole.TRAINER in roles:
        asked["agreements.staff_to_sign"] = list_trainers(session, cohort=agreement.enrolment.cohort)
    for kind, people in asked.items():
        notify_each(
            session,
            recipients=people,
            kind=kind,
            words=lambda: (
                _("Er wacht een leerovereenkomst op je handtekening"),
                _("Lees de leerovereenkomst en teken haar."),
            ),
            url=_address(agreement),
        )


def _mail_link(
    session: Session, agreement: LearningAgreement, token: str, *, is_reminder: bool = False
) -> None:
    with force_locale(MANAGERS_LANGUAGE):
        until = instant(clock.now() + rules.LINK_LASTS)
        _mail_manager(
            session,
            agreement,
            subject=_("Er wacht een leerovereenkomst op je handtekening"),
            lines=(
                _("Een van je medewerkers volgt een opleiding. Jij tekent namens de werkgever."),
                _("Lees en teken de leerovereenkomst hier. Je hebt geen account nodig:"),
                absolute_url("agreements.manager_sign", token=token),
                _("De link is alleen voor jou en werkt tot %(moment)s.", moment=until),
            ),
            is_reminder=is_reminder,
        )


def _mail_manager(
    session: Session,
    agreement: LearningAgreement,
    *,
    subject: str,
    lines: Sequence[str],
    is_reminder: bool = False,
) -> None:
    """A mail to the line manager; a reminder says how to get no more of them."""
    email = agreement.manager_email
    greeting = _("Hallo %(name)s,", name=agreement.manager_name)
    text = "\n\n".join((greeting, *lines, _("Groet,\nSamenloop"))) + "\n"
    parts = reminder_parts(email, matter=agreement.public_id) if is_reminder else None
    queue_mail(session, to=email, subject=subject, text=text, parts=parts)


def _address(agreement: LearningAgreement) -> str:
    return absolute_url("agreements.agreement_show", agreement_id=agreement.public_id)
