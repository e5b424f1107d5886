"""The form for a self-check question."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField

from lms.core.forms import at_most, required
from lms.programmes import rules
from lms.programmes.facts import OptionFacts, QuestionFacts
from lms.programmes.forms.fields import Row, StampedForm, needed_in_row, rows_of
from lms.programmes.models import Activity, Question

FEWEST_ROWS, EMPTY_ROWS, MOST_OPTIONS = 4, 1, 8


class OptionRow(Row):
    """A possible answer."""

    label = StringField(_l("Antwoord"), [needed_in_row, at_most(500)])
    is_right = BooleanField(_l("Dit antwoord is goed"))
    feedback = TextAreaField(_l("Feedback bij dit antwoord"), [at_most(1000)])


class QuestionEditForm(StampedForm):
    """A question with its possible answers."""

    prompt = TextAreaField(_l("Vraag"), [required(_l("Schrijf de vraag op.")), at_most(1000)])
    options = FieldList(FormField(OptionRow), max_entries=MOST_OPTIONS)
    explanation = TextAreaField(
        _l("Uitleg"), [at_most(2000)], description=_l("De deelnemer leest dit na het antwoorden.")
    )

    @classmethod
    def about(cls, question: Question | None, activity: Activity, **kwargs: Any) -> QuestionEditForm:
        """The form as the question stands now, with empty rows for more answers."""
        data: dict[str, Any] = {"version": activity.version}
        options = []
        if question is not None:
            data |= {"prompt": question.prompt, "explanation": question.explanation}
            options = [
                {"label": option.label, "is_right": option.is_right, "feedback": option.feedback}
                for option in question.options
            ]
        blank = max(FEWEST_ROWS - len(options), EMPTY_ROWS)
        return cls(data={**data, "options": [*options, *[{}] * blank][:MOST_OPTIONS]}, **kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """There is something to choose, and something right to find."""
        valid = bool(super().validate(extra_validators))
        options = self.facts().options
        if len(options) < rules.FEWEST_OPTIONS:
            self.form_errors.append(str(_l("Schrijf minstens twee antwoorden.")))
        elif not any(option.is_right for option in options):
            self.form_errors.append(str(_l("Kruis aan welk antwoord goed is.")))
        return valid and not self.form_errors

    def facts(self) -> QuestionFacts:
        """What was filled in."""
        return QuestionFacts(
            prompt=self.prompt.data or "",
            explanation=self.explanation.data or "",
            options=[
                OptionFacts(row["label"].data, row["is_right"].data, row["feedback"].data or "")
                for row in rows_of(self.options)
            ],
        )
