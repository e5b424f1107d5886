"""The manifest of board."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.board import events, models, rules, subscribers
from lms.board.personal_data import PERSONAL_DATA
from lms.board.views import bp
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind

FEATURE = Feature(
    name="board",
    models=models,
    blueprints=(bp,),
    subscriptions=((events.PostPlaced, subscribers.tell_of_post),),
    notice_kinds=(
        NoticeKind(
            key="board.announcement",
            label=_l("Een aankondiging op het prikbord"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(key="board.answer", label=_l("Een antwoord op het prikbord")),
        NoticeKind(key="board.question", label=_l("Een vraag op het prikbord"), audience=Audience.STAFF),
    ),
    sentences={
        rules.EditTooLateError: _l("Een bericht kun je tot een dag later wijzigen. Zet er een antwoord bij."),
        rules.PostRemovedError: _l("Dit bericht is intussen weggehaald."),
        rules.UnknownModuleError: _l("Deze module hoort niet bij je opleiding. Kies een andere."),
    },
    audit_sentences={
        events.PostPlaced: _l("zette een bericht op het prikbord"),
        events.PostEdited: _l("wijzigde een eigen bericht op het prikbord"),
        events.PostRemoved: _l("haalde een bericht van het prikbord"),
    },
    personal_data=PERSONAL_DATA,
)
