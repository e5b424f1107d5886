"""Plans by weeks that come with the templates of programmes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from lms.cohorts.models import MeetingKind
from lms.cohorts.rules import DayPartPlan

FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PlanItemFacts:
    """A meeting of a plan by weeks; weekday 0 is Monday."""

    kind: MeetingKind
    title: str
    module_key: str | None
    week: int
    weekday: int
    day_parts: Sequence[DayPartPlan]


def list_plan_templates() -> Sequence[str]:
    """The keys of the plans that come with Samenloop."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_plan_template(key: str) -> Sequence[PlanItemFacts]:
    """The meetings of a plan that comes with a template; none when there is no such plan."""
    if key not in list_plan_templates():
        return []
    data = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    times = {
        name: [
            DayPartPlan(time.fromisoformat(starts), time.fromisoformat(ends), net)
            for starts, ends, net in parts
        ]
        for name, parts in data["times"].items()
    }
    return [
        PlanItemFacts(
            kind=MeetingKind(row["kind"]),
            title=row["title"],
            module_key=row.get("module"),
            week=row["week"],
            weekday=row["weekday"] - 1,
            day_parts=times[row["times"]],
        )
        for row in data["items"]
    ]
