"""The manifest of reminders."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.core.feature import Feature
from lms.core.notices import Delivery, NoticeKind
from lms.reminders import events, models, operations, rules, subscribers
from lms.reminders.personal_data import PERSONAL_DATA
from lms.reminders.views import bp

FEATURE = Feature(
    name="reminders",
    models=models,
    blueprints=(bp,),
    subscriptions=((events.ReminderSent, subscribers.remind),),
    hourly=(operations.send_due, operations.send_to_later_joiners),
    notice_kinds=(
        NoticeKind(
            key=subscribers.STILL_TO_DO,
            label=_l("Een herinnering aan iets dat je nog moet doen"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
    ),
    sentences={
        rules.NoDeadlineError: _l("Hiervoor is geen uiterste dag. Kies de start van de leergroep."),
        rules.ReminderStoppedError: _l("Deze herinnering is gestopt. Plan een nieuwe."),
        rules.ReminderSentError: _l("Deze herinnering is al verstuurd. Plan een nieuwe."),
        rules.NobodyToRemindError: _l("Er is niemand meer te herinneren."),
    },
    audit_sentences={
        events.ReminderPlanned: _l("plande een herinnering voor een leergroep"),
        events.ReminderChanged: _l("wijzigde een herinnering"),
        events.ReminderStopped: _l("stopte een herinnering"),
        events.ReminderSent: _l("stuurde een herinnering aan wie nog iets moet doen"),
    },
    personal_data=PERSONAL_DATA,
)
