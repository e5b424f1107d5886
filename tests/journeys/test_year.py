"""A year: learn, hand in, judge, certify, verify, watch; through the browser, as six people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.papers.documents import make_docx
from tests.support.axe import axe
from tests.support.browser import WIDTHS, LiveServer, fits
from tests.support.visitor import Visitor

THOUGHT = "Ik luisterde eerst, en vroeg pas daarna door."
MOTIVATION = "Dit laat je zien op meer dan één plek in je paper."
PAPER = ["Wie zijn huur niet kan betalen, slaapt slecht en denkt smal." * 5] * 60
MAY_NOT = 404
COLLEAGUE, STRANGER = "Noor van Vliet", "Ayşe Yıldız"
PRIVATE = {"dossiers", "bewijzen", "papers", "reflecties", "personen"}


@pytest.fixture
def enter(visit: Callable[[], Page], demo_server: LiveServer) -> Callable[..., Visitor]:
    return lambda who="": Visitor(visit(), demo_server, who)


def test_a_year_from_the_first_reflection_to_the_certificate(
    enter: Callable[..., Visitor], tmp_path: Path
) -> None:
    participant, trainer = enter("deelnemer"), enter("trainer")
    coordinator = enter("coordinator")
    reflection = write_reflection(participant)
    for author in (participant, enter("deelnemer2")):
        hand_in(author, tmp_path)
    take_attendance_on_a_phone(trainer)
    paper = judge_paper(trainer)
    read_judgement(participant)
    verification = issue_certificate(coordinator)
    verify(enter(), verification)
    own, foreign = (addresses_about(name, trainer, coordinator) for name in (COLLEAGUE, STRANGER))
    assert paper in own
    watch_from_afar(enter("directeur"), [reflection, *own, *foreign])


def write_reflection(participant: Visitor) -> str:
    page = participant.page
    participant.opens("/opleiding")
    activity = participant.follows(r"^/activiteiten/")
    page.locator("textarea[name=situation]").fill(THOUGHT)
    participant.sends("/reflectie")
    expect(page.locator("textarea[name=situation]")).to_have_value(THOUGHT)
    participant.sends("/klaar")
    expect(page.locator("form[action$='/klaar'] button[value=no]")).to_be_visible()
    return activity


def hand_in(participant: Visitor, folder: Path) -> None:
    (folder / "paper.docx").write_bytes(make_docx(*PAPER))
    participant.opens("/paper")
    participant.page.locator("input[type=file]").set_input_files(folder / "paper.docx")
    participant.page.locator("input[name=own_work]").check()
    participant.sends("/paper/inleveren")
    assert "/ontvangst" in participant.page.url


def take_attendance_on_a_phone(trainer: Visitor) -> None:
    page = trainer.page
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 740})
    trainer.opens("/")
    trainer.follows(r"/dagdelen/.*/aanwezigheid")
    fits(page)
    axe(page)
    first = page.locator("input[type=radio][value=absent]").first
    first.check()
    name = first.get_attribute("name")
    page.locator("form[action*='/aanwezigheid'] button[type=submit]").first.click()
    expect(page.locator("[data-register-state]")).to_contain_text("Opgeslagen om")
    page.reload()
    expect(page.locator(f"input[name='{name}'][value=absent]")).to_be_checked()
    page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})


def judge_paper(trainer: Visitor) -> str:
    """Name an assessor, grade by the rubric, and release."""
    page = trainer.page
    trainer.opens("/beoordelen")
    link = page.locator("main a", has_text="Noor van Vliet").first
    paper = str(link.get_attribute("href"))
    assert trainer.opens(f"{paper}/beoordelaar") == 200
    own = page.locator("select[name=person] option", has_text="Schoenmakers")
    page.locator("select[name=person]").select_option(value=own.get_attribute("value"))
    trainer.sends("/beoordelaar")
    assert trainer.opens(f"{paper}/beoordelen") == 200
    for choice in page.locator("input[type=radio][value=good]").all():
        choice.check()
    for box in page.locator("main form textarea").all():
        box.fill(MOTIVATION)
    trainer.sends("/beoordelen", "button[value=final]")
    assert trainer.opens(paper) == 200
    trainer.follows(r"/vrijgeven")
    trainer.sends("/vrijgeven")
    return paper


def read_judgement(participant: Visitor) -> None:
    assert participant.opens("/paper/beoordeling") == 200
    expect(participant.page.locator("main")).to_contain_text(MOTIVATION)


def issue_certificate(coordinator: Visitor) -> str:
    """Issue for whoever is ready, and return the address that the document tells."""
    page = coordinator.page
    ready = page.locator("tr", has_text="Voldoet aan alles")
    coordinator.opens("/leergroepen")
    cohorts = page.eval_on_selector_all(
        "main a[href^='/leergroepen/']", "all => all.map(a => a.getAttribute('href'))"
    )
    for path in dict.fromkeys(cohorts):
        if coordinator.opens(f"{path}/certificaten") == 200 and ready.count():
            break
    row = ready.first
    name = row.locator("th a").inner_text()
    row.locator("input[type=checkbox]").check()
    page.locator("input[name=kind][value=certificate]").check()
    coordinator.sends("/certificaten")
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("main")).to_contain_text(name)
    link = page.locator("main a[href*='/verificatie/']").first
    return str(link.get_attribute("href"))


def addresses_about(name: str, trainer: Visitor, coordinator: Visitor) -> set[str]:
    """Where trainer and coordinator read about somebody: at least one address of every private kind."""
    trainer.opens("/leergroepen")
    matrix = trainer.follows(r"^/leergroepen/[0-9a-f-]{36}") + "/voortgang"
    found = trainer.finds(matrix, name) | trainer.finds("/beoordelen", name)
    found |= trainer.finds(matrix.replace("/voortgang", "/gedeelde-reflecties"), name)
    found |= trainer.finds(next(path for path in found if path.startswith("/dossiers/")))
    found |= coordinator.finds(f"/personen?zoek={quote(name)}", name)
    private = {path for path in found if path.split("/")[1] in PRIVATE}
    assert {path.split("/")[1] for path in private} == PRIVATE, name
    return private


def verify(stranger: Visitor, address: str) -> None:
    path = re.sub(r"^https?://[^/]+", "", address)
    assert stranger.opens(path) == 200
    expect(stranger.page.locator("main")).to_contain_text("echt")
    assert stranger.opens(path[:-3] + "AAA") == MAY_NOT


def watch_from_afar(director: Visitor, closed: Iterable[str]) -> None:
    director.opens("/voortgang")
    director.follows(r"^/voortgang/[0-9a-f-]{36}$")
    expect(director.page.locator("main")).to_contain_text("Noor van Vliet")
    assert THOUGHT not in director.page.content()
    assert [path for path in closed if director.opens(path) != MAY_NOT] == []
