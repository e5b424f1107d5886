"""The soft rules of a round: what a placing should give, and how much it matters (features.md 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from lms.matching.models import RoundKind

MOST_WEIGHT = 20


class SoftRule(StrEnum):
    """What is weighed, and may be left unmet at a cost."""

    ORGANISATIONS = "organisations"  # together: another one; a visit: one not seen in an earlier round
    SPREAD = "spread"  # three organisations in a group (DR-04)
    DISCIPLINES = "disciplines"
    ROLES = "roles"
    GOALS = "goals"  # a learning goal in common, or shown by the host
    WISHES = "wishes"  # in their order: each wish passed over costs once
    NEW_PARTNERS = "new_partners"  # for the first time; a visit: not to somebody who came before
    SWAPS = "swaps"  # two people do not simply visit each other
    FAIRNESS = "fairness"  # no organisation receives more than it sends (features.md 3.3)
    HOSTING = "hosting"  # every participant receives somebody (DR-07)


Weights = Mapping[SoftRule, int]

DEFAULT_WEIGHTS: Mapping[RoundKind, Weights] = {
    RoundKind.INTERVISION_GROUPS: {
        SoftRule.SPREAD: 12,
        SoftRule.NEW_PARTNERS: 4,
        SoftRule.ORGANISATIONS: 3,
        SoftRule.DISCIPLINES: 2,
        SoftRule.ROLES: 1,
        SoftRule.GOALS: 0,
    },
    RoundKind.TRAINING_PAIRS: {
        SoftRule.NEW_PARTNERS: 6,
        SoftRule.ORGANISATIONS: 4,
        SoftRule.WISHES: 2,
        SoftRule.GOALS: 2,
        SoftRule.ROLES: 1,
    },
    RoundKind.SHADOW_VISITS: {
        SoftRule.ORGANISATIONS: 4,
        SoftRule.GOALS: 3,
        SoftRule.SWAPS: 3,
        SoftRule.FAIRNESS: 3,
        SoftRule.WISHES: 2,
        SoftRule.DISCIPLINES: 2,
        SoftRule.HOSTING: 2,
        SoftRule.NEW_PARTNERS: 2,
        SoftRule.ROLES: 1,
    },
}


def default_weights(kind: RoundKind) -> dict[SoftRule, int]:
    """The soft rules of a kind of round, heaviest first, each with the weight it starts from."""
    return dict(DEFAULT_WEIGHTS[kind])


def weights_of(kind: RoundKind, chosen: Weights) -> dict[SoftRule, int]:
    """The weight of each rule that this kind knows: as chosen, between 0 and the most, else as it starts."""
    return {
        rule: min(max(chosen.get(rule, start), 0), MOST_WEIGHT)
        for rule, start in DEFAULT_WEIGHTS[kind].items()
    }
