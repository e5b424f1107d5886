"""The manifest of site."""

from __future__ import annotations

from lms.core.feature import Feature
from lms.site.navigation import navigation
from lms.site.standpoint import hat_choices
from lms.site.views import site

FEATURE = Feature(
    name="site",
    blueprints=(site,),
    template_globals={"navigation": navigation, "hat_choices": hat_choices},
)
