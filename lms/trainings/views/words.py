"""How counts read: never a percentage without its n and its measuring day (DR-44)."""

from __future__ import annotations

from datetime import date

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from lms.core import rendering
from lms.trainings import rules
from lms.trainings.models import Moment, TrainingPair
from lms.trainings.rules import Share


def share_words(share: Share) -> str:
    """`7 van 10 (70%)`"""
    return str(
        _(
            "%(count)s van %(total)s (%(percent)s)",
            count=share.count,
            total=share.total,
            percent=rendering.percent(share.percent),
        )
    )


def measured_words(day: date) -> str:
    """`gemeten op 12 maart 2027`"""
    return str(_("gemeten op %(day)s", day=format_date(day, "d MMMM y")))


def outcome_words(share: Share, day: date) -> str:
    """`7 van 10 (70%), gemeten op 12 maart 2027`"""
    return f"{share_words(share)}, {measured_words(day)}"


def facts_of(pair: TrainingPair) -> str:
    """What the system recorded of a training, for whoever confirms the evidence, which is Dutch."""
    assert pair.edition is not None
    with force_locale("nl"):
        done, total = rules.logged_meetings(pair)
        lines = [
            f"{pair.edition.client_training.name}.",
            _("%(done)s van %(total)s bijeenkomsten staan in het logboek.", done=done, total=total),
        ]
        end = pair.measured(Moment.END)
        shares = rules.shares_of(end) if end else {}
        lines.extend(
            f"{category.name}: {outcome_words(shares[category.id], end.measured_on)}."
            for category in pair.edition.categories
            if end is not None and category.id in shares
        )
    return " ".join(lines)
