"""What happened to people, organisations, hats and sign-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from lms.accounts.models import Hat
from lms.core.events import SECRET, Event


@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Event):
    """An organisation takes part from now on."""

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """Name, kind or parent of an organisation changed."""

    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisciplineAdded(Event):
    """A field of work joined the list."""

    discipline_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobRoleAdded(Event):
    """A function joined the list."""

    job_role_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisciplineRenamed(Event):
    """A field of work got another name."""

    discipline_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisciplineRetired(Event):
    """A field of work is no longer offered."""

    discipline_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisciplineRestored(Event):
    """A retired field of work is offered again."""

    discipline_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobRoleRenamed(Event):
    """A function got another name."""

    job_role_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobRoleRetired(Event):
    """A function is no longer offered."""

    job_role_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobRoleRestored(Event):
    """A retired function is offered again."""

    job_role_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """Somebody is known from now on; they cannot sign in yet."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(Event):
    """Somebody's name was changed."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """Somebody may choose a password by a mailed link; a reminder takes the place of an earlier one."""

    person_id: UUID
    link_token: str = field(repr=False, metadata=SECRET)
    is_reminder: bool = False
    fewer_path: str = field(default="", repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """The link that somebody was sent does not work any more."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationBounced(Event):
    """The mail with somebody's invitation did not arrive."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """Somebody followed the invitation and chose a password."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MembershipStarted(Event):
    """Somebody works for an organisation."""

    person_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    """Somebody no longer works for an organisation."""

    person_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class HatGranted(Event):
    """Somebody received a hat."""

    person_id: UUID
    hat: Hat
    organisation_id: UUID | None = None
    scope: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class HatWithdrawn(Event):
    """A hat was taken back."""

    person_id: UUID
    hat: Hat
    scope: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(Event):
    """Somebody chose another language."""

    technical: ClassVar[bool] = True
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody has a new password; sessions elsewhere are over."""

    technical: ClassVar[bool] = True
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordResetRequested(Event):
    """Somebody asked for a link to choose a new password."""

    technical: ClassVar[bool] = True
    person_id: UUID
    link_token: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class EmailChangeRequested(Event):
    """A new address was given and waits for confirmation."""

    technical: ClassVar[bool] = True
    person_id: UUID
    link_token: str = field(repr=False, metadata=SECRET)
    new_address: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Event):
    """The new address is confirmed and in use."""

    technical: ClassVar[bool] = True
    person_id: UUID
    old_address: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody signed in."""

    technical: ClassVar[bool] = True
    person_id: UUID
    with_second_factor: bool


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    """Somebody tried to sign in and did not succeed; whom they claimed to be is not kept."""

    technical: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """Somebody signed out."""

    technical: ClassVar[bool] = True
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionRevoked(Event):
    """A session on another device was ended."""

    technical: ClassVar[bool] = True
    person_id: UUID
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class SecondFactorSetUp(Event):
    """Somebody signs in with an extra code from now on."""

    technical: ClassVar[bool] = True
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """The extra code was taken away, to be set up again."""

    technical: ClassVar[bool] = True
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonSuspended(Event):
    """Somebody may not sign in for now."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonReinstated(Event):
    """Somebody may sign in again."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """Name, address and secrets of somebody were erased."""

    person_id: UUID
