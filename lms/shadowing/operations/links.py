"""The links of a host without account: made, made anew, looked at and used up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy.orm import Session

from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import GoneError
from lms.core.events import publish
from lms.messages.queries import is_stopped
from lms.shadowing import queries, rules
from lms.shadowing.events import HostReleased, HostReminded, HostReplaced
from lms.shadowing.models import HostLink, LinkPurpose, Visit, VisitState
from lms.shadowing.operations.refusals import NoReminderWantedError, NotPossibleNowError
from lms.shadowing.operations.steps import about
from lms.shadowing.rules import LinkFault


class LinkGoneError(GoneError):
    """The link is unknown, used, withdrawn, expired, or what it was for is over."""

    def __init__(self, fault: LinkFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def issue_link(session: Session, *, visit: Visit, purpose: LinkPurpose) -> str | None:
    """A new link for a host without account, of which the earlier ones stop working; else none."""
    if not visit.host.is_guest:
        return None
    revoke_links(session, visit=visit, purposes=[purpose])
    token = secrets.token_urlsafe(32)
    lasts_until = max(clock.now(), visit.ends_at) + rules.LINK_LASTS
    expires_at = clock.now() + rules.LINK_LASTS if purpose is LinkPurpose.ANSWER else lasts_until
    session.add(
        HostLink(
            visit=visit,
            purpose=purpose,
            token_hash=rules.hash_token(token),
            expires_at=expires_at,
        )
    )
    session.flush()
    return token


def revoke_links(session: Session, *, visit: Visit, purposes: Sequence[LinkPurpose]) -> None:
    """Withdraw the unused links of a visit for these purposes."""
    for link in queries.list_live_links(session, visit=visit, purposes=purposes):
        link.revoked_at = clock.now()


def usable_link(session: Session, *, token: str, purpose: LinkPurpose) -> HostLink:
    """The link as it stands, or the refusal that tells why it does nothing; looking does not use it."""
    link = queries.find_link(session, token=token)
    fault = rules.fault_of_link(link, purpose=purpose, moment=clock.now())
    if link is None or fault is not None:
        raise LinkGoneError(fault or LinkFault.UNKNOWN)
    return link


def consume(session: Session, *, token: str, purpose: LinkPurpose) -> Visit:
    """Use a link up and give its visit; of two clicks at one moment the second finds it used."""
    link = usable_link(session, token=token, purpose=purpose)
    queries.lock_link(session, link=link)
    fault = rules.fault_of_link(link, purpose=purpose, moment=clock.now())
    if fault is not None:
        raise LinkGoneError(fault)
    link.used_at = clock.now()
    return link.visit


def wants_no_reminder(session: Session, *, visit: Visit) -> bool:
    """Whether a host without account asked for no more reminders of this visit; the links keep working."""
    return visit.host.is_guest and is_stopped(session, address=visit.host.email, matter=visit.public_id)


def remind_host(session: Session, *, actor: Actor, visit: Visit) -> None:
    """Ask a silent host once more; a host without account gets a new link, and the old one stops working."""
    queries.lock_visit(session, visit=visit)
    if wants_no_reminder(session, visit=visit):
        raise NoReminderWantedError
    purpose = _purpose_now(visit)
    if purpose is None:
        raise NotPossibleNowError
    token = issue_link(session, visit=visit, purpose=purpose)
    visit.nudged_at = clock.now()
    publish(session, HostReminded(actor=actor, purpose=purpose, link_token=token, **about(visit)))


def release_contact(session: Session, *, actor: Actor, visit: Visit) -> None:
    """Let a host without account go whose place somebody else takes: an agreed day leaves that agenda."""
    queries.lock_visit(session, visit=visit)
    if _purpose_now(visit) is LinkPurpose.CHANGE:
        visit.sequence += 1
        publish(session, HostReleased(actor=actor, **about(visit)))


def replace_contact(session: Session, *, actor: Actor, visit: Visit) -> None:
    """Somebody else answers for a host without account, and gets the links of a visit that still asks."""
    queries.lock_visit(session, visit=visit)
    purpose = _purpose_now(visit)
    if purpose is None:
        return
    revoke_links(session, visit=visit, purposes=list(LinkPurpose))
    token = issue_link(session, visit=visit, purpose=purpose)
    is_coming = purpose is LinkPurpose.CHANGE
    prepare = issue_link(session, visit=visit, purpose=LinkPurpose.PREPARE) if is_coming else None
    publish(session, HostReplaced(actor=actor, link_token=token, prepare_token=prepare, **about(visit)))


def _purpose_now(visit: Visit) -> LinkPurpose | None:
    """What a visit asks of its host at this moment."""
    if visit.state in rules.OPEN:
        return LinkPurpose.ANSWER
    if visit.state is not VisitState.ACCEPTED:
        return None
    return LinkPurpose.REPORT if rules.is_over(visit, moment=clock.now()) else LinkPurpose.CHANGE
