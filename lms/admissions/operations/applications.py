"""Apply: draft, sending in, taking back, and the links by which an applicant comes back."""

from __future__ import annotations

import secrets
from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts.rules.sign_in import email_key, hash_secret
from lms.admissions import queries, rules
from lms.admissions.events import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DraftDiscarded,
    DraftSaved,
    InvitedToIntake,
    LinkRenewed,
)
from lms.admissions.models import (
    Application,
    ApplicationLink,
    ApplicationRound,
    ApplicationState,
    LinkPurpose,
)
from lms.admissions.operations.erasure import delete_applications
from lms.admissions.operations.talks import call_off_talk_ahead
from lms.admissions.rules import (
    LINK_LASTS,
    AlreadyAppliedError,
    ApplicationFacts,
    LinkFault,
    LinkGoneError,
    RoundClosedError,
    RoundState,
    StepRefusedError,
)
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.errors import ConflictError
from lms.core.events import publish


def make_link(session: Session, *, application: Application, purpose: LinkPurpose) -> str:
    """Make a link beside those there are; returns its secret part, which only the mail holds."""
    link_token = secrets.token_urlsafe(32)
    session.add(
        ApplicationLink(
            application_id=application.id,
            purpose=purpose,
            token_hash=hash_secret(link_token),
            expires_at=clock.now() + LINK_LASTS[purpose],
        )
    )
    session.flush()
    return link_token


def usable_application(session: Session, *, link_token: str) -> Application:
    """The application behind a link, or the refusal that tells why the link does not work."""
    link = queries.find_link(session, link_token=link_token)
    fault = rules.fault_of_link(link, moment=clock.now())
    if link is None or fault is not None:
        raise LinkGoneError(fault or LinkFault.UNKNOWN)
    return link.application


def start_application(
    session: Session,
    *,
    actor: Actor,
    round_: ApplicationRound,
    email: str,
    locale: str,
    facts: ApplicationFacts,
    is_sent: bool,
) -> None:
    """Save a first draft, or send an application in at once; a link to it is mailed.

    Who sent one in before gets a link to that one: to a stranger both look the same.
    """
    _check_open(round_)
    known = queries.find_standing(session, round_=round_, email=email) if is_sent else None
    if known is not None:
        link_token = make_link(session, application=known, purpose=LinkPurpose.FOLLOW)
        renewed = LinkRenewed(
            actor=actor, application_id=known.public_id, purpose=LinkPurpose.FOLLOW, link_token=link_token
        )
        publish(session, renewed)
        return
    application = Application(
        round=round_, email=email.strip(), email_key=email_key(email), locale=locale, **_values(facts)
    )
    session.add(application)
    session.flush()
    if is_sent:
        _send_in(session, actor, application)
        return
    link_token = make_link(session, application=application, purpose=LinkPurpose.RESUME)
    publish(
        session,
        DraftSaved(
            actor=actor,
            cohort_id=round_.cohort.public_id,
            application_id=application.public_id,
            link_token=link_token,
        ),
    )


def save_draft(
    session: Session, *, actor: Actor, application: Application, facts: ApplicationFacts, version: int
) -> None:
    """Keep what was filled in so far; the link works again for its full time."""
    _change_draft(session, application, facts, version)
    session.execute(
        sa.update(ApplicationLink)
        .where(
            ApplicationLink.application_id == application.id,
            ApplicationLink.used_at.is_(None),
            ApplicationLink.replaced_at.is_(None),
        )
        .values(expires_at=clock.now() + LINK_LASTS[LinkPurpose.RESUME])
    )
    publish(
        session,
        DraftSaved(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
        ),
    )


def submit_application(
    session: Session, *, actor: Actor, application: Application, facts: ApplicationFacts, version: int
) -> str:
    """Send a draft in: its link is used up, another one to follow it is mailed; returns that one's secret."""
    _check_open(application.round)
    _change_draft(session, application, facts, version)
    if queries.find_standing(session, round_=application.round, email=application.email) is not None:
        raise AlreadyAppliedError
    session.execute(
        sa.update(ApplicationLink)
        .where(ApplicationLink.application_id == application.id, ApplicationLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    return _send_in(session, actor, application)


def discard_draft(session: Session, *, actor: Actor, application: Application) -> None:
    """Throw a draft away: nothing of it is kept."""
    if application.state is not ApplicationState.DRAFT:
        raise StepRefusedError
    event = DraftDiscarded(
        actor=actor,
        cohort_id=application.round.cohort.public_id,
        application_id=application.public_id,
    )
    delete_applications(session, application_ids=[application.id])
    publish(session, event)


def withdraw_application(session: Session, *, actor: Actor, application: Application) -> None:
    """Take an application back: a talk that was planned is free again, every link stops working."""
    if application.state is ApplicationState.DRAFT or not rules.may_be_withdrawn(application.state):
        raise StepRefusedError
    application.state = ApplicationState.WITHDRAWN
    application.changed_at = clock.now()
    call_off_talk_ahead(session, actor=actor, application=application)
    publish(
        session,
        ApplicationWithdrawn(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
        ),
    )


def renew_links(session: Session, *, actor: Actor, email: str) -> None:
    """Mail new links to whoever applied with this address; for an unknown one nothing happens, silently."""
    for application in queries.list_for_address(session, email=email):
        session.execute(
            sa.update(ApplicationLink)
            .where(
                ApplicationLink.application_id == application.id,
                ApplicationLink.used_at.is_(None),
                ApplicationLink.replaced_at.is_(None),
            )
            .values(replaced_at=clock.now())
        )
        is_draft = application.state is ApplicationState.DRAFT
        purpose = LinkPurpose.RESUME if is_draft else LinkPurpose.FOLLOW
        link_token = make_link(session, application=application, purpose=purpose)
        publish(
            session,
            LinkRenewed(
                actor=actor, application_id=application.public_id, purpose=purpose, link_token=link_token
            ),
        )


def invite_to_intake(session: Session, *, actor: Actor, application: Application) -> None:
    """Ask an applicant to choose a time for the intake talk."""
    if not rules.may_be_invited(application.state):
        raise StepRefusedError
    application.state = ApplicationState.INVITED
    application.changed_at = clock.now()
    publish(
        session,
        InvitedToIntake(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
            link_token=make_link(session, application=application, purpose=LinkPurpose.FOLLOW),
        ),
    )


def invite_everybody(session: Session, *, actor: Actor, round_: ApplicationRound) -> int:
    """Ask everybody who waits for it to choose a time; returns how many that were."""
    asked = [
        row
        for row in queries.list_applications(session, round_=round_)
        if row.state is ApplicationState.SUBMITTED
    ]
    for application in asked:
        invite_to_intake(session, actor=actor, application=application)
    return len(asked)


def _check_open(round_: ApplicationRound) -> None:
    if rules.round_state(round_, day=clock.today()) is not RoundState.OPEN:
        raise RoundClosedError


def _values(facts: ApplicationFacts) -> dict[str, object]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _change_draft(session: Session, application: Application, facts: ApplicationFacts, version: int) -> None:
    if application.state is not ApplicationState.DRAFT:
        raise StepRefusedError
    new = _values(facts)
    if application.version != version:
        differing = [key for key, value in new.items() if getattr(application, key) != value]
        raise ConflictError(
            yours=[(key, _told(new[key])) for key in differing],
            theirs=[(key, _told(getattr(application, key))) for key in differing],
        )
    for key, value in new.items():
        setattr(application, key, value)
    application.changed_at = clock.now()
    session.flush()


def _told(value: object) -> str:
    return str(getattr(value, "name", value)) if value not in (None, "") else "–"


def _send_in(session: Session, actor: Actor, application: Application) -> str:
    moment: datetime = clock.now()
    application.state = ApplicationState.SUBMITTED
    application.submitted_at = application.changed_at = moment
    link_token = make_link(session, application=application, purpose=LinkPurpose.FOLLOW)
    publish(
        session,
        ApplicationSubmitted(
            actor=actor,
            cohort_id=application.round.cohort.public_id,
            application_id=application.public_id,
            link_token=link_token,
        ),
    )
    return link_token
