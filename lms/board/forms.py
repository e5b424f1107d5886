"""The shape of what people write on the board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from lms.board.models import Post
from lms.core.errors import RefusedFileError
from lms.core.forms import BaseForm, at_most, choice

LONGEST_TITLE = 120
LONGEST_TEXT = 10_000


def filled() -> DataRequired:
    """The field holds words: white space says nothing on a board."""
    return DataRequired(_l("Vul dit veld in."))


class AnswerForm(BaseForm):
    """Words, and perhaps a file."""

    body = TextAreaField(_l("Je antwoord"), validators=[filled(), at_most(LONGEST_TEXT)])
    file = FileField(_l("Bestand"))

    @property
    def upload(self) -> FileStorage | None:
        """The chosen file, if any."""
        chosen = self.file.data
        return chosen if isinstance(chosen, FileStorage) and chosen.filename else None


class TopicForm(AnswerForm):
    """An announcement or a question: a title, a module it may be about, words and perhaps a file."""

    title = StringField(_l("Onderwerp"), validators=[filled(), at_most(LONGEST_TITLE)])
    module_key = SelectField(_l("Module"), default="")
    body = TextAreaField(_l("Tekst"), validators=[filled(), at_most(LONGEST_TEXT)])


class PostEditForm(BaseForm):
    """Other words for an own post."""

    title = StringField(_l("Onderwerp"), validators=[filled(), at_most(LONGEST_TITLE)])
    module_key = SelectField(_l("Module"), default="")
    body = TextAreaField(_l("Tekst"), validators=[filled(), at_most(LONGEST_TEXT)])
    version = HiddenField()


def module_choices(modules: Mapping[str, str]) -> list[Any]:
    """Every module, after the choice for none."""
    return [choice("", _("Over iets anders")), *(choice(key, title) for key, title in modules.items())]


def number_in(value: object) -> int:
    """The version that a form was filled in with; whatever is no number is no version."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def topic_form(modules: Mapping[str, str]) -> TopicForm:
    """The form for a topic in a cohort with these modules."""
    form = TopicForm()
    form.module_key.choices = module_choices(modules)
    return form


def post_edit_form(post: Post, modules: Mapping[str, str]) -> PostEditForm:
    """The form for an own post; an answer has no title and no module."""
    form = PostEditForm(obj=post)
    form.module_key.choices = module_choices(modules)
    if not post.is_topic:
        del form.title
        del form.module_key
    return form


def refused_file(refusal: RefusedFileError) -> str:
    """Why a file is not kept, and what to do."""
    words = {
        "too_large": _("Dit bestand is te groot. Kies een bestand van hooguit 20 MB."),
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "encrypted_or_old": _("Dit bestand is beveiligd of heel oud. Bewaar het als PDF en probeer opnieuw."),
        "damaged": _("Dit bestand is beschadigd. Bewaar het opnieuw en probeer het nog eens."),
        "macros": _("Dit bestand bevat macro’s. Bewaar het zonder macro’s of als PDF."),
        "infected": _("In dit bestand zit een virus. Het is niet bewaard."),
        "not_scanned": _("Het bestand kon niet worden nagekeken op virussen. Probeer het straks opnieuw."),
    }
    return str(words.get(refusal.reason, _("Kies een bestand van het type PDF, DOCX, ODT, PNG of JPEG.")))
