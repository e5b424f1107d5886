"""The words of a letter about a decision, for the page and for the PDF: facts of that day, never of today."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.admissions.document import draw_letter
from lms.admissions.models import Letter, LetterKind
from lms.core.http import FILE_SECURITY
from lms.core.rendering import day, paragraphs


def words_of(letter: Letter, *, locale: str) -> dict[str, Any]:
    """The letter in the language of the applicant."""
    facts = letter.snapshot
    with force_locale(locale):
        return {
            "lang": locale,
            "title": _headings()[letter.kind],
            "programme": facts["programme"],
            "cohort": facts["cohort"],
            "date": day(date.fromisoformat(facts["decided_on"])),
            "greeting": _("Beste %(name)s,", name=facts["given_name"]),
            "paragraphs": [*_told(letter.kind, facts), *paragraphs(facts["passage"]), *_next(letter.kind)],
            "closing": _("Met vriendelijke groet,"),
            "signer": facts["signer"],
            "role": _("coördinator"),
            "addressee": facts["name"],
            "organisation": facts["organisation"],
        }


def _headings() -> dict[LetterKind, str]:
    return {
        LetterKind.PLACED: _("Je hebt een plaats"),
        LetterKind.WAITING_LIST: _("Je staat op de wachtlijst"),
        LetterKind.REJECTED: _("Je hebt deze keer geen plaats"),
    }


def _told(kind: LetterKind, facts: dict[str, Any]) -> list[str]:
    names = {"programme": facts["programme"], "cohort": facts["cohort"]}
    if kind is LetterKind.PLACED:
        return [
            _("Je doet mee aan %(programme)s, %(cohort)s. Fijn dat je erbij bent.", **names),
            _(
                "De eerste bijeenkomst is op %(start)s. De slotdag is op %(end)s.",
                start=day(date.fromisoformat(facts["starts_on"])),
                end=day(date.fromisoformat(facts["ends_on"])),
            ),
        ]
    if kind is LetterKind.WAITING_LIST:
        return [
            _("Bedankt voor je aanmelding voor %(programme)s, %(cohort)s.", **names),
            _(
                "Er zijn meer goede aanmeldingen dan plaatsen. Je staat op plek %(place)s van de wachtlijst.",
                place=facts["place"],
            ),
        ]
    return [
        _("Bedankt voor je aanmelding voor %(programme)s, %(cohort)s.", **names),
        _("We kunnen je deze keer geen plaats geven."),
    ]


def _next(kind: LetterKind) -> list[str]:
    if kind is LetterKind.PLACED:
        return [
            _("Heb je nog geen account? Dan krijg je een aparte mail om een wachtwoord te kiezen."),
            _(
                "Daarna leg je met je leidinggevende en je opleider vast wat jullie afspreken, "
                "in de leerovereenkomst. Daarin staat ook wat je werkgever van je ziet."
            ),
        ]
    if kind is LetterKind.WAITING_LIST:
        return [_("Komt er een plaats vrij? Dan hoor je het meteen. Je hoeft zelf niets te doen.")]
    return [
        _("Je kunt je voor een volgende leergroep gerust opnieuw aanmelden."),
        _("Heb je vragen over dit besluit? Bel of mail dan de coördinator."),
    ]


def letter_answer(letter: Letter, *, locale: str) -> Response:
    """The letter as a file to keep."""
    words = words_of(letter, locale=locale)
    answer = Response(
        draw_letter(words, written_on=date.fromisoformat(letter.snapshot["decided_on"])),
        mimetype="application/pdf",
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="brief-aanmelding.pdf"'
    answer.headers["Content-Security-Policy"] = FILE_SECURITY
    return answer
