"""Somebody of a cohort who is not in one of its rounds yet."""

from __future__ import annotations

from dataclasses import dataclass

from lms.cohorts.models import Enrolment
from lms.matching.models import Round


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody who could take part in a round of the own cohort."""

    round: Round
    enrolment: Enrolment
