"""Who read what of the notices that the story gave, and who wants them once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.core.notices import Delivery, kinds
from lms.demo.story import Cast
from lms.messages import operations

READ_AFTER = timedelta(days=4)
ONCE_A_DAY = "ayse"


def settle_notices(session: Session, cast: Cast, *, now: datetime) -> None:
    """The newest notices are still unread; one participant has all mail in the daily summary."""
    operations.consider_read(session, before=now - READ_AFTER)
    operations.prune(session)
    choices = dict.fromkeys(kinds, Delivery.DAILY)
    operations.choose_deliveries(session, person_id=cast.persons[ONCE_A_DAY].id, choices=choices)
