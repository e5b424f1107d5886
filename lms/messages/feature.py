"""The manifest of messages."""

from __future__ import annotations

from lms.accounts.events import PersonErased
from lms.core.feature import Feature
from lms.messages import models, operations, subscribers
from lms.messages.personal_data import PERSONAL_DATA
from lms.messages.views import bp, unread_notices

FEATURE = Feature(
    name="messages",
    models=models,
    blueprints=(bp,),
    subscriptions=((PersonErased, subscribers.forget_erased),),
    nightly=(operations.prune,),
    hourly=(subscribers.send_digests,),
    personal_data=PERSONAL_DATA,
    template_globals={"unread_notices": unread_notices},
)
