"""The manifest of messages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.accounts.events import PersonErased
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind
from lms.jobs.events import JobEnded
from lms.messages import models, operations, subscribers
from lms.messages.personal_data import PERSONAL_DATA
from lms.messages.views import bp, unread_notices

FEATURE = Feature(
    name="messages",
    models=models,
    blueprints=(bp,),
    subscriptions=(
        (PersonErased, subscribers.forget_erased),
        (JobEnded, subscribers.tell_of_job),
    ),
    notice_kinds=(
        NoticeKind(
            key=subscribers.JOB_DONE,
            label=_l("Werk waarop je wachtte is klaar"),
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key=subscribers.JOB_STUCK,
            label=_l("Werk waarop je wachtte liep vast"),
            default=Delivery.AT_ONCE,
            audience=Audience.STAFF,
        ),
    ),
    nightly=(operations.prune,),
    hourly=(subscribers.send_digests,),
    personal_data=PERSONAL_DATA,
    template_globals={"unread_notices": unread_notices},
)
