"""How hats stand to each other: nobody grants a hat at or above their own level."""

from __future__ import annotations

from collections.abc import Iterable

from lms.accounts.models import Hat
from lms.core.authorisation import SYSTEM, Actor

LEVELS = {Hat.TRAINER: 1, Hat.DIRECTOR: 1, Hat.COORDINATOR: 2, Hat.ADMINISTRATOR: 3}
ABOVE_ALL = 4


def level_of(hats: Iterable[Hat]) -> int:
    """The level of somebody who wears these hats; 0 for a participant."""
    return max((LEVELS[hat] for hat in hats), default=0)


def level_of_actor(actor: Actor) -> int:
    """The level at which somebody acts; the system itself stands above all hats."""
    if actor == SYSTEM:
        return ABOVE_ALL
    return level_of(Hat(grant.hat) for grant in actor.hats)


def grantable_hats(actor: Actor) -> tuple[Hat, ...]:
    """The hats below the actor's own level."""
    return tuple(hat for hat in Hat if LEVELS[hat] < level_of_actor(actor))
