"""The manifest of site."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.core.feature import Feature
from lms.site import events
from lms.site.navigation import navigation
from lms.site.standpoint import count_unread, hat_choices
from lms.site.views import site

FEATURE = Feature(
    name="site",
    blueprints=(site,),
    audit_sentences={events.WorkRetried: _l("Liet werk dat mislukte opnieuw proberen")},
    template_globals={"navigation": navigation, "hat_choices": hat_choices, "count_unread": count_unread},
)
