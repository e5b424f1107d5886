"""Languages: one choice brings the English of every feature."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import gettext


@pytest.mark.parametrize(
    ("dutch", "english"),
    [("Organisatie", "Organisation"), ("Leergroepen", "Cohorts"), ("Naar de inhoud", "Naar de inhoud")],
)
def test_every_catalogue_is_read_and_an_unknown_text_stays_dutch(
    app: Flask, dutch: str, english: str
) -> None:
    with app.app_context(), app.test_request_context(headers={"Cookie": "taal=en"}):
        assert gettext(dutch) == english
    with app.app_context(), app.test_request_context():
        assert gettext(dutch) == dutch
