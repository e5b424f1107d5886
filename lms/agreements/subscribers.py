"""Who hears of an agreement: that something waits, and where; never what it says."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.agreements import events, queries, rules
from lms.agreements.models import LearningAgreement, SignerRole
from lms.cohorts.queries import list_trainers
from lms.core import clock
from lms.core.http import absolute_url
from lms.core.outbox import queue_mail
from lms.core.rendering import instant
from lms.messages.operations import notify

MANAGERS_LANGUAGE = "nl"


def ask_for_signatures(session: Session, event: events.AgreementDrafted) -> None:
    """All three hear that a version waits for them."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    _mail_link(session, agreement, event.link_token)
    _ask_signers(session, agreement, roles=(SignerRole.PARTICIPANT, SignerRole.TRAINER))


def mail_new_link(session: Session, event: events.SigningLinkSent) -> None:
    """The line manager gets another link."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    _mail_link(session, agreement, event.link_token)


def remind(session: Session, event: events.SignersReminded) -> None:
    """Who must still sign hears so once more."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    if event.link_token is not None:
        _mail_link(session, agreement, event.link_token)
    _ask_signers(session, agreement, roles=rules.missing_roles(agreement.signatures))


def tell_declined(session: Session, event: events.AgreementDeclined) -> None:
    """The coordinator hears that something has to change."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    for person in queries.list_coordinators(session, agreement=agreement):
        with force_locale(person.locale):
            notify(
                session,
                recipient=person,
                kind="agreements.declined",
                title=_("Een leidinggevende tekent nog niet"),
                line=_("Lees de reactie bij de leerovereenkomst."),
                url=_address(agreement),
            )


def tell_complete(session: Session, event: events.AgreementCompleted) -> None:
    """Everybody who signed hears that the agreement is complete."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    trainers = list_trainers(session, cohort=agreement.enrolment.cohort)
    coordinators = queries.list_coordinators(session, agreement=agreement)
    staff = {person.id: person for person in (*trainers, *coordinators)}
    for person in (agreement.enrolment.person, *staff.values()):
        with force_locale(person.locale):
            notify(
                session,
                recipient=person,
                kind="agreements.staff_complete" if person.id in staff else "agreements.complete",
                title=_("Een leerovereenkomst is compleet"),
                line=_("Iedereen heeft getekend."),
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
    asked = []
    if SignerRole.PARTICIPANT in roles:
        asked.append((agreement.enrolment.person, "agreements.to_sign"))
    if SignerRole.TRAINER in roles:
        trainers = list_trainers(session, cohort=agreement.enrolment.cohort)
        asked += [(trainer, "agreements.staff_to_sign") for trainer in trainers]
    for person, kind in asked:
        with force_locale(person.locale):
            notify(
                session,
                recipient=person,
                kind=kind,
                title=_("Er wacht een leerovereenkomst op je handtekening"),
                line=_("Lees de leerovereenkomst en teken haar."),
                url=_address(agreement),
            )


def _mail_link(session: Session, agreement: LearningAgreement, token: str) -> None:
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
        )


def _mail_manager(
    session: Session, agreement: LearningAgreement, *, subject: str, lines: Sequence[str]
) -> None:
    greeting = _("Hallo %(name)s,", name=agreement.manager_name)
    text = "\n\n".join((greeting, *lines, _("Groet,\nSamenloop"))) + "\n"
    queue_mail(session, to=agreement.manager_email, subject=subject, text=text)


def _address(agreement: LearningAgreement) -> str:
    return absolute_url("agreements.agreement_show", agreement_id=agreement.public_id)
