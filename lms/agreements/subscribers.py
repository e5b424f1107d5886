"""The mails of agreements: that something waits, and where; never what it says."""

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

MANAGERS_LANGUAGE = "nl"


def ask_for_signatures(session: Session, event: events.AgreementDrafted) -> None:
    """All three hear that a version waits for them."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    _mail_link(session, agreement, event.link_token)
    _tell_signers(session, agreement, roles=(SignerRole.PARTICIPANT, SignerRole.TRAINER))


def mail_new_link(session: Session, event: events.SigningLinkSent) -> None:
    """The line manager gets another link."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    _mail_link(session, agreement, event.link_token)


def remind(session: Session, event: events.SignersReminded) -> None:
    """Who must still sign hears so once more."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    if event.link_token is not None:
        _mail_link(session, agreement, event.link_token)
    _tell_signers(session, agreement, roles=rules.missing_roles(agreement.signatures))


def tell_complete(session: Session, event: events.AgreementCompleted) -> None:
    """Everybody who signed hears that the agreement is complete."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    signers = _people(session, agreement, roles=(SignerRole.PARTICIPANT, SignerRole.TRAINER))
    for person in [*signers, *queries.list_coordinators(session, agreement=agreement)]:
        with force_locale(person.locale):
            _mail(
                session,
                to=person.email,
                name=person.given_name,
                subject=_("Een leerovereenkomst is compleet"),
                lines=(_("Iedereen heeft getekend. Je leest de leerovereenkomst hier:"), _address(agreement)),
            )
    with force_locale(MANAGERS_LANGUAGE):
        _mail(
            session,
            to=agreement.manager_email,
            name=agreement.manager_name,
            subject=_("De leerovereenkomst is compleet"),
            lines=(
                _("Iedereen heeft getekend. Je kunt de leerovereenkomst bewaren als PDF."),
                _("Open daarvoor de link uit onze vorige mail. Daar staat tot wanneer dat kan."),
            ),
        )


def tell_declined(session: Session, event: events.AgreementDeclined) -> None:
    """The coordinator hears that something has to change."""
    agreement = queries.get_agreement(session, agreement_id=event.agreement_id)
    for person in queries.list_coordinators(session, agreement=agreement):
        with force_locale(person.locale):
            _mail(
                session,
                to=person.email,
                name=person.given_name,
                subject=_("Een leidinggevende tekent nog niet"),
                lines=(_("Lees de reactie bij de leerovereenkomst:"), _address(agreement)),
            )


def _tell_signers(session: Session, agreement: LearningAgreement, *, roles: Sequence[SignerRole]) -> None:
    for person in _people(session, agreement, roles=roles):
        with force_locale(person.locale):
            _mail(
                session,
                to=person.email,
                name=person.given_name,
                subject=_("Er wacht een leerovereenkomst op je handtekening"),
                lines=(_("Lees en teken de leerovereenkomst hier:"), _address(agreement)),
            )


def _people(
    session: Session, agreement: LearningAgreement, *, roles: Sequence[SignerRole]
) -> Sequence[Person]:
    found: list[Person] = []
    if SignerRole.PARTICIPANT in roles:
        found.append(agreement.enrolment.person)
    if SignerRole.TRAINER in roles:
        found.extend(list_trainers(session, cohort=agreement.enrolment.cohort))
    return found


def _mail_link(session: Session, agreement: LearningAgreement, token: str) -> None:
    with force_locale(MANAGERS_LANGUAGE):
        until = instant(clock.now() + rules.LINK_LASTS)
        _mail(
            session,
            to=agreement.manager_email,
            name=agreement.manager_name,
            subject=_("Er wacht een leerovereenkomst op je handtekening"),
            lines=(
                _("Een van je medewerkers volgt een opleiding. Jij tekent namens de werkgever."),
                _("Lees en teken de leerovereenkomst hier. Je hebt geen account nodig:"),
                absolute_url("agreements.manager_sign", token=token),
                _("De link is alleen voor jou en werkt tot %(moment)s.", moment=until),
            ),
        )


def _mail(session: Session, *, to: str, name: str, subject: str, lines: Sequence[str]) -> None:
    greeting, farewell = _("Hallo %(name)s,", name=name), _("Groet,\nSamenloop")
    queue_mail(session, to=to, subject=subject, text="\n\n".join((greeting, *lines, farewell)) + "\n")


def _address(agreement: LearningAgreement) -> str:
    return absolute_url("agreements.agreement_show", agreement_id=agreement.public_id)
