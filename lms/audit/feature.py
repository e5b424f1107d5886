"""The manifest of audit."""

from __future__ import annotations

from lms.audit import models
from lms.audit.cli import audit
from lms.audit.subscribers import record
from lms.audit.views import bp
from lms.core.events import Event
from lms.core.feature import Feature
from lms.core.slots import PersonalData

FEATURE = Feature(
    name="audit",
    models=models,
    blueprints=(bp,),
    commands=(audit,),
    subscriptions=((Event, record),),
    personal_data=(
        PersonalData(
            "audit_entry.actor_id",
            "to account for what was done",
            "seven years, without a name after erasure",
        ),
    ),
)
