"""What staff fills in about a proposed word."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SubmitField, TextAreaField, ValidationError

from lms.core.fields import VersionField
from lms.core.forms import BaseForm, at_most


class TermDecideForm(BaseForm):
    """Accept a word, or give it back with what could be better."""

    remark = TextAreaField(_l("Wat kan er beter?"), validators=[at_most(1000)])
    version = VersionField()
    accept = SubmitField(_l("Neem het woord op"))
    give_back = SubmitField(_l("Geef het woord terug"))

    def validate_remark(self, field: TextAreaField) -> None:
        """Who gets a word back reads why."""
        if self.give_back.data and not field.data:
            raise ValidationError(_l("Schrijf kort wat er beter kan."))
