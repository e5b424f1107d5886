"""Who acts, and how a door names the policy that opens it; never a concrete right."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any
from uuid import UUID

from flask import abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.core.errors import SignedOutError
from lms.core.extensions import db

NOT_TYPED = ("csrf_token", "form_key")

View = Callable[..., ResponseReturnValue]
Policy = Callable[..., bool]


@dataclass(frozen=True)
class HatGrant:
    """A hat that a person wears today, for one organisation or one programme or cohort, or in general."""

    hat: StrEnum
    organisation_id: int | None = None
    scope: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts in this request, read from live rows: person, organisations of today, hats of today."""

    person_id: int | None = None
    public_id: UUID | None = None
    given_name: str = ""
    display_name: str = ""
    initials: str = ""
    organisation_ids: frozenset[int] = frozenset()
    hats: frozenset[HatGrant] = field(default_factory=frozenset)

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.person_id is not None

    def wears(self, hat: StrEnum, *, scope: UUID | None = None, organisation_id: int | None = None) -> bool:
        """Whether this hat is worn; with a scope or organisation: for exactly that one."""
        return any(
            grant.hat == hat
            and (scope is None or grant.scope == scope)
            and (organisation_id is None or grant.organisation_id == organisation_id)
            for grant in self.hats
        )

    def scopes(self, hat: StrEnum) -> frozenset[UUID]:
        """The programmes or cohorts for which this hat is worn."""
        return frozenset(g.scope for g in self.hats if g.hat == hat and g.scope is not None)

    def organisations(self, hat: StrEnum) -> frozenset[int]:
        """The organisations for which this hat is worn."""
        return frozenset(
            g.organisation_id for g in self.hats if g.hat == hat and g.organisation_id is not None
        )


ANONYMOUS = Actor()
SYSTEM = Actor(display_name="Samenloop")


@dataclass(frozen=True)
class Guard:
    """The mark on a door: its policy, how its subject is read, and the status of a refusal."""

    policy: Policy
    load: Callable[..., Any] | None
    denied: int


@dataclass(frozen=True)
class Public:
    """The mark on a door that everybody may open, with the reason why."""

    reason: str


def current_actor() -> Actor:
    """The actor of this request; anonymous when nobody is signed in."""
    actor = getattr(current_user, "actor", None)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def guarded_by(
    policy: Policy, *, load: Callable[..., Any] | None = None, denied: int | None = None
) -> Callable[[View], View]:
    """Open the view only to whom the policy permits.

    With `load(session, **url_values)` the subject is read once and handed to the view; a refusal then is a
    404 like a missing object, unless `denied=403` says that its existence is no secret.
    """
    guard = Guard(policy, load, denied or (404 if load else 403))
    wants_actor = load is not None and "actor" in inspect.signature(load).parameters

    def decorate(view: View) -> View:
        @wraps(view)
        def door(**url_values: Any) -> ResponseReturnValue:
            actor = current_actor()
            if not actor.is_authenticated:
                return _after_the_session()
            if load is None:
                if not policy(actor):
                    abort(guard.denied)
                return view(**url_values)
            extra = {"actor": actor} if wants_actor else {}
            subject = load(db.session(), **url_values, **extra)
            if subject is None:
                abort(404)
            if not policy(actor, subject):
                abort(guard.denied)
            return view(subject)

        door.__guard__ = guard  # type: ignore[attr-defined]
        return door

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Open the view to everybody; the reason is read by the test that lists the public doors."""

    def decorate(view: View) -> View:
        view.__guard__ = Public(reason)  # type: ignore[attr-defined]
        return view

    return decorate


def guard_of(view: Callable[..., Any]) -> Guard | Public | None:
    """The mark that a door carries."""
    mark = getattr(view, "__guard__", None)
    return mark if isinstance(mark, Guard | Public) else None


def may(endpoint: str, subject: object = None) -> bool:
    """Whether this actor could open that door: the same policy that the door asks."""
    mark = guard_of(current_app.view_functions[endpoint])
    if isinstance(mark, Public):
        return True
    actor = current_actor()
    if mark is None or not actor.is_authenticated:
        return False
    return mark.policy(actor) if mark.load is None else mark.policy(actor, subject)


def is_data_call() -> bool:
    """Whether a program asks, which has no use for the sign-in page."""
    return "X-Requested-With" in request.headers or request.accept_mimetypes.best == "application/json"


def _after_the_session() -> ResponseReturnValue:
    """Sign in first; but who was signed in and sends typed text gets that text back."""
    typed = any(value for name, value in request.form.items() if name not in NOT_TYPED)
    if typed and "_user_id" in session and not is_data_call():
        raise SignedOutError
    return sign_in_first()


def sign_in_first() -> ResponseReturnValue:
    """Send a person to the sign-in page and back; a data call gets 401."""
    if is_data_call():
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))
