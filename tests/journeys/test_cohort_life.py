"""The life of a cohort: sixteen applications become fourteen places, signed agreements and a planned year.

Every kind of step is taken once by hand in a browser; the fourteen or fifteen times that the same step comes
again go through the same doors with the same forms, sent without a browser (`Caller`). The clock is moved
from chapter to chapter: months lie between the first application and the catch-up task that is approved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import vobject
from playwright.sync_api import Page, expect

from lms.core.rendering import day_brief, instant
from tests.support.axe import axe
from tests.support.browser import WIDTHS, fits
from tests.support.moved import Caller, running_at, text_of
from tests.support.world import COORDINATOR, MANAGERS_MAIL, TRAINER, World

GIVEN_NAMES = [
    *("Anouk", "Bilal", "Chantal", "Daan", "Esra", "Frits", "Gonnie", "Hamid"),
    *("Iris", "Jorrit", "Kyra", "Lex", "Mireille", "Nadir", "Oda", "Pim"),
]
BY_HAND, REJECTED, WAITS = "Anouk", "Oda", "Pim"
PLACED = [name for name in GIVEN_NAMES if name not in (REJECTED, WAITS)]
MANAGER = "Wiebe Terpstra"
MOTIVATION = "Ik wil leren doorvragen, en samen met collega’s uit de wijk één plan maken."
WHY = "We kiezen een groep uit zoveel mogelijk organisaties. Volgend jaar is er weer plaats."
ROOM_TAKEN = "De zaal bleek dubbel geboekt."
TASK = "Oefen het gesprek van deze ochtend met een collega. Beschrijf wat werkte."
WORK = "Ik oefende met Bilal. Eerst vroeg ik, daarna pas legde ik uit. Dat gaf rust in het gesprek."
REASON = "Zij gaf vorig jaar al een vaktraining van acht keer, met hetzelfde doel. Het verslag ligt bij ons."
PASSWORD = "een-rustige-wandeling-42"
TALKS_ON_A_DAY = 8
GONE = 410
STATE = "[data-register-state]"
SAVED = re.compile(r"Opgeslagen om \d\d\.\d\d uur")


def mail_of(name: str) -> str:
    return f"{name.lower()}@werk.example"


@pytest.fixture
def world(demo_folder: Path, visit: Callable[[], Page], tmp_path: Path) -> Iterator[World]:
    begun = datetime.fromtimestamp((demo_folder / "samenloop.db").stat().st_mtime, UTC)
    copytree(demo_folder, tmp_path / "var")
    with running_at(tmp_path / "var", begun + timedelta(minutes=1)) as server:
        yield World(server, visit, begun)


def test_a_cohort_from_the_first_application_to_a_tailored_decision(world: World) -> None:
    plan_a_cohort(world)
    apply_by_hand(world)
    for name in GIVEN_NAMES[1:]:
        apply(world, name)
    world.move_on(14)
    invite_to_talks(world)
    world.move_on(28)
    record_talks(world)
    decide(world)
    read_letters(world)
    sign_by_hand(world)
    sign_the_others(world)
    plan_the_year(world)
    move_a_meeting(world)
    take_attendance(world)
    repair_an_absence(world)
    decide_together(world)


def plan_a_cohort(world: World) -> None:
    """The coordinator plans a cohort for fourteen and opens its applications."""
    coordinator = world.enter(COORDINATOR)
    page = coordinator.page
    coordinator.opens("/leergroepen/nieuw")
    page.get_by_label("Naam van de leergroep").fill("Leergroep Journaal")
    year = world.starts_on.year if world.starts_on.month > 2 else world.starts_on.year - 1
    page.get_by_label("Studiejaar").fill(f"{year}/{year + 1}")
    page.locator("[name=starts_on]").fill(world.starts_on.isoformat())
    page.locator("[name=ends_on]").fill((world.starts_on + timedelta(days=364)).isoformat())
    page.get_by_label("Hoogste aantal deelnemers").fill("14")
    page.locator("[name=programme_version]").select_option(index=0)
    for box in page.locator("[name=organisations]").all()[:6]:
        box.check()
    coordinator.sends("/leergroepen/nieuw")
    world.cohort = page.url.removeprefix(world.server.url)
    coordinator.opens(f"{world.cohort}/opleiders")
    page.locator("[name=email]").fill(TRAINER)
    coordinator.sends("/opleiders")
    coordinator.opens(f"{world.cohort}/aanmeldronde")
    for name, days in (("opens_on", 0), ("closes_on", 13), ("answers_on", 30)):
        page.locator(f"[name={name}]").fill(world.day(days).isoformat())
    coordinator.sends("/aanmeldronde")
    expect(page.get_by_text("nog vrij", exact=True)).to_be_visible()


def apply_by_hand(world: World) -> None:
    """A stranger keeps a draft, comes back by the mailed link, and sends it in."""
    stranger = world.enter()
    page, address = stranger.page, f"/aanmelden/{world.cohort.strip('/')}"
    assert stranger.opens("/aanmelden") == 200
    assert stranger.follows(address) == address
    page.get_by_label("E-mailadres van je werk").fill(mail_of(BY_HAND))
    page.get_by_label("Voornaam").fill(BY_HAND)
    page.get_by_label("Waarom wil je meedoen?").fill(MOTIVATION)
    stranger.sends(address, "[name=save]")
    stranger.opens(world.server.mailed_path(mail_of(BY_HAND), "/aanmelden/verder/"))
    expect(page.get_by_label("Waarom wil je meedoen?")).to_have_value(MOTIVATION)
    page.get_by_label("Achternaam").fill("Journaal")
    for name in ("organisation", "discipline", "job_role"):
        page.locator(f"select[name={name}]").select_option(index=1)
    page.get_by_label("Uren per week").fill("7,5")
    page.get_by_label("Naam van je leidinggevende").fill(MANAGER)
    page.get_by_label("E-mailadres van je leidinggevende").fill(MANAGERS_MAIL)
    page.get_by_label("Mijn leidinggevende weet van deze aanmelding").check()
    stranger.sends("/mijn-aanmelding/bewerken", "[name=send]")
    expect(page.get_by_text("Je aanmelding is binnen")).to_be_visible()


def apply(world: World, name: str) -> None:
    """The same form, sent in at once."""
    caller = Caller(world.server)
    address = f"/aanmelden/{world.cohort.strip('/')}"
    choices = {name: caller.finds(address, name)[1:-1] for name in ("organisation", "discipline", "job_role")}
    place = GIVEN_NAMES.index(name)
    caller.sends(
        address,
        email=mail_of(name),
        given_name=name,
        family_name="Journaal",
        motivation=MOTIVATION,
        hours_per_week="6",
        manager_name=MANAGER,
        manager_email=MANAGERS_MAIL,
        manager_asked="y",
        send="1",
        **{field: found[place % len(found)] for field, found in choices.items()},
    )


def invite_to_talks(world: World) -> None:
    """Two days of talks are offered, everybody is asked to choose, and everybody does."""
    trainer, coordinator = world.enter(TRAINER), world.enter(COORDINATOR)
    page = trainer.page
    for days in (20, 21):
        trainer.opens(f"{world.cohort}/intakegesprekken")
        page.get_by_label("Wie voert het gesprek?").select_option(index=1)
        page.locator("[name=day]").fill(world.day(days).isoformat())
        page.locator("[name=first]").fill("09:00")
        page.get_by_label("Aantal gesprekken").fill(str(TALKS_ON_A_DAY))
        page.locator("[name=place]").fill("Stadskantoor, kamer 3")
        trainer.sends(f"{world.cohort}/intakegesprekken")
    coordinator.opens(f"{world.cohort}/aanmeldingen")
    expect(coordinator.page.get_by_role("button", name="Nodig 16 mensen uit")).to_be_visible()
    coordinator.sends("/aanmeldingen/uitnodigen")
    applicant = world.enter()
    applicant.opens(world.server.mailed_path(mail_of(BY_HAND), "/aanmelden/verder/"))
    applicant.follows("/mijn-aanmelding/gesprek")
    applicant.page.locator("[name=slot]").first.check()
    applicant.sends("/mijn-aanmelding/gesprek")
    expect(applicant.page.get_by_text("Je intakegesprek staat vast").first).to_be_visible()
    for name in GIVEN_NAMES[1:]:
        caller = Caller(world.server)
        caller.reads(world.server.mailed_path(mail_of(name), "/aanmelden/verder/"))
        free = caller.finds("/mijn-aanmelding/gesprek", "slot")
        caller.sends("/mijn-aanmelding/gesprek", slot=free[0])


def record_talks(world: World) -> None:
    """Each talk gets its record, which begins with what the application told."""
    rows = world.rows()
    assert sorted(rows) == GIVEN_NAMES
    trainer, quick = world.enter(TRAINER), Caller(world.server, TRAINER)
    trainer.opens(f"{rows[BY_HAND]}/intake")
    page = trainer.page
    expect(page.get_by_label("Motivatie")).to_have_value(MOTIVATION)
    page.get_by_label("Leerdoelen in concept").fill("Eerst vragen, dan pas uitleggen.")
    page.get_by_label("plaatsen").check()
    page.get_by_label("Waarom dit advies?").fill("Zij werkt op de plek waar het schuurt.")
    trainer.sends("/intake")
    for name in GIVEN_NAMES[1:]:
        advice = "reject" if name == REJECTED else "waiting_list" if name == WAITS else "place"
        quick.sends(f"{rows[name]}/intake", advice=advice, advice_reason="Besproken met elkaar.")


def decide(world: World) -> None:
    """Fourteen places, one on the waiting list, one rejection; there is no fifteenth place."""
    rows = world.rows()
    coordinator, quick = world.enter(COORDINATOR), Caller(world.server, COORDINATOR)
    page = coordinator.page
    coordinator.opens(f"{rows[BY_HAND]}/besluit")
    expect(page.get_by_label("Plaatsen", exact=True)).to_be_checked()
    page.get_by_label("Jouw woorden in de brief").fill("Fijn dat je meedoet.")
    coordinator.sends("/besluit")
    for name in PLACED[1:]:
        quick.sends(f"{rows[name]}/besluit", passage="Fijn dat je meedoet.")
    coordinator.opens(f"{rows[WAITS]}/besluit")
    expect(page.get_by_text("Alle plaatsen zijn vergeven.")).to_be_visible()
    coordinator.sends("/besluit")
    coordinator.opens(f"{rows[REJECTED]}/besluit")
    page.get_by_label("Jouw woorden in de brief").fill(WHY)
    coordinator.sends("/besluit")
    coordinator.opens(f"{world.cohort}/aanmeldingen")
    expect(page.locator("main")).to_contain_text("van 14 plaatsen")
    expect(page.get_by_role("cell", name="geplaatst")).to_have_count(14)


def read_letters(world: World) -> None:
    """Who got no place reads so behind the link; the mail told nothing of it."""
    for name, words in ((REJECTED, WHY), (WAITS, "wachtlijst")):
        applicant = world.enter()
        applicant.opens(world.server.mailed_path(mail_of(name), "/aanmelden/verder/"))
        applicant.follows("/mijn-aanmelding/brief$")
        expect(applicant.page.locator("main")).to_contain_text(words)
        mails = world.server.mails(mail_of(name))
        assert mails[-1]["Subject"] == "Er staat een brief voor je klaar"
        assert words not in text_of(mails[-1])


def sign_by_hand(world: World) -> None:
    """Participant, line manager without account and trainer sign; the link works once."""
    participant, manager, trainer = world.enter(), world.enter(), world.enter(TRAINER)
    participant.opens(world.server.mailed_path(mail_of(BY_HAND), "/uitnodigingen/"))
    participant.page.locator("[name=password]").fill(PASSWORD)
    participant.sends("/uitnodigingen/")
    world.seats[mail_of(BY_HAND)] = participant
    participant.opens("/leerovereenkomsten")
    agreement = participant.follows(r"^/leerovereenkomsten/[0-9a-f-]{36}$")
    for signer in (participant, trainer):
        signer.opens(agreement)
        expect(signer.page.locator("main")).to_contain_text("7,5")
        signer.page.locator("[name=agree]").check()
        signer.sends("/tekenen")
    link = world.signing_links()[BY_HAND]
    assert [manager.opens(link), manager.opens(link)] == [200, 200]
    expect(manager.page.locator("main")).to_contain_text("Wat de werkgever ziet")
    manager.page.locator("[name=name]").fill(MANAGER)
    manager.page.locator("[name=agree]").check()
    manager.sends("/tekenen/")
    assert manager.opens(link) == GONE
    participant.opens(agreement)
    expect(participant.page.get_by_role("link", name="Download de pdf")).to_be_visible()


def sign_the_others(world: World) -> None:
    """Thirteen more accept their invitation and sign, with managers and trainer; the overview says so."""
    links, rows, trainer = (
        world.signing_links(),
        world.rows("leerovereenkomsten"),
        Caller(world.server, TRAINER),
    )
    for name in PLACED[1:]:
        caller = Caller(world.server)
        caller.sends(world.server.mailed_path(mail_of(name), "/uitnodigingen/"), password=PASSWORD)
        for signer in (caller, trainer):
            signer.sends(rows[name], action="/tekenen", agree="y")
        Caller(world.server).sends(links[name], name=MANAGER, agree="y")
    coordinator = world.enter(COORDINATOR)
    coordinator.opens(f"{world.cohort}/leerovereenkomsten")
    complete = coordinator.page.locator("td", has_text=re.compile(r"^\s*compleet\s*$", re.IGNORECASE))
    expect(complete).to_have_count(14)


def plan_the_year(world: World) -> None:
    """The year is proposed from relative weeks, and published at once."""
    coordinator = world.enter(COORDINATOR)
    page = coordinator.page
    coordinator.opens(f"{world.cohort}/planning")
    coordinator.sends("/planning")
    expect(page.locator("main")).to_contain_text("Er is nog niets gepland.")
    page.get_by_text("Publiceer de planning", exact=True).click()
    coordinator.sends("/planning/publiceren")
    assert page.url.endswith("/jaar")


def move_a_meeting(world: World) -> None:
    """The second meeting moves a day: page, feed and mail follow, and the old time stays visible."""
    world.server.move_to(world.server.now + timedelta(minutes=5))
    participant, coordinator = world.enter(mail_of(BY_HAND), PASSWORD), world.enter(COORDINATOR)
    participant.opens("/kalender")
    participant.sends("/kalender/link")
    world.feed = participant.page.locator("#feed").input_value().removeprefix(world.server.url)
    meeting = world.meetings()[1]
    path = f"/bijeenkomsten/{meeting.uid.value.split('@')[0]}"
    before, after = meeting.dtstart.value, meeting.dtstart.value + timedelta(days=1)
    page = coordinator.page
    coordinator.opens(f"{path}/verzetten")
    page.locator("[name=held_on]").fill(after.date().isoformat())
    page.locator("[name=reason]").fill(ROOM_TAKEN)
    coordinator.sends("/verzetten")
    expect(page.get_by_text("Dit gebeurt er als je verzet")).to_be_visible()
    coordinator.sends("/verzetten")
    participant.opens(path)
    expect(participant.page.locator("main")).to_contain_text(f"was {instant(before)}")
    expect(participant.page.locator("main")).to_contain_text(ROOM_TAKEN)
    participant.opens(f"/kalender?maand={after:%Y-%m}")
    item = participant.page.locator("li", has=participant.page.locator(f"a[href='{path}']"))
    expect(item).to_contain_text(day_brief(after))
    (moved,) = [row for row in world.meetings() if row.uid.value == meeting.uid.value]
    assert moved.dtstart.value == after
    assert int(moved.sequence.value) == int(meeting.sequence.value) + 1
    parts = [part for mail in world.server.mails(mail_of(BY_HAND)) for part in mail.walk()]
    told = [part for part in parts if part.get_content_type() == "text/calendar"][-1]  # the year came before
    assert told.get_param("method") == "REQUEST"
    assert vobject.readOne(told.get_content()).vevent.sequence.value == moved.sequence.value


def take_attendance(world: World) -> None:
    """The morning is registered online, the afternoon without connection; Anouk missed the morning."""
    begins = world.meetings()[0].dtstart.value
    world.server.move_to(begins + timedelta(hours=3))
    trainer = world.enter(TRAINER)
    page = trainer.page
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 780})
    trainer.opens(f"{world.cohort}/aanwezigheid")
    morning, afternoon = list(dict.fromkeys(trainer.links(r"^/dagdelen/[0-9a-f-]{36}/aanwezigheid$")))[:2]
    trainer.opens(morning)
    fits(page)
    axe(page)
    row(page, BY_HAND).locator("input[value=absent]").check()
    page.locator(".register-bar button").click()
    expect(page.locator(STATE)).to_contain_text(SAVED)
    world.server.move_to(begins + timedelta(hours=7))
    world.enter(TRAINER)
    trainer.opens(afternoon)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    row(page, PLACED[1]).locator("input[value=late]").check()
    row(page, PLACED[1]).locator("input[type=number]").fill("20")
    page.locator(".register-bar button").click()
    expect(page.locator(STATE)).to_contain_text("Nog niet opgeslagen")
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_contain_text(SAVED)
    page.reload()
    expect(row(page, PLACED[1]).locator("input[value=late]")).to_be_checked()


def row(page: Page, name: str) -> Any:
    return page.locator(".register__row", has_text=name)


def repair_an_absence(world: World) -> None:
    """Who missed the morning asks for a task, hands it in, and another person approves."""
    world.server.move_to(world.server.now + timedelta(days=1))
    participant, trainer = world.enter(mail_of(BY_HAND), PASSWORD), world.enter(TRAINER)
    participant.opens("/aanwezigheid")
    participant.sends("/inhaalopdracht")
    trainer.opens(f"{world.cohort}/inhaalopdrachten")
    task = trainer.follows(r"^/inhaalopdrachten/")
    trainer.follows(r"/inhaalopdracht$")
    trainer.page.locator("[name=assignment]").fill(TASK)
    trainer.page.locator("[name=due_on]").fill((world.server.now + timedelta(days=14)).date().isoformat())
    trainer.sends("/inhaalopdracht")
    participant.opens(task)
    expect(participant.page.locator("main")).to_contain_text(TASK)
    participant.page.locator("textarea[name=text]").fill(WORK)
    participant.sends("/inleveren")
    trainer.opens(task)
    expect(trainer.page.locator("main")).to_contain_text(WORK)
    trainer.page.get_by_label("Keur goed").check()
    trainer.sends("/oordeel")
    participant.opens("/aanwezigheid")
    expect(participant.page.locator("main")).to_contain_text("ingehaald")


def decide_together(world: World) -> None:
    """The coordinator proposes that a requirement counts as met; a second person decides, not the same."""
    coordinator, trainer = world.enter(COORDINATOR), world.enter(TRAINER)
    dossier = next(p for p in coordinator.finds(f"{world.cohort}/voortgang", BY_HAND) if "/dossiers/" in p)
    coordinator.opens(dossier)
    coordinator.follows("/maatwerkbesluit$")
    coordinator.page.locator("[name=reason]").fill(REASON)
    coordinator.sends("/maatwerkbesluit")
    decision = coordinator.page.url.removeprefix(world.server.url)
    expect(coordinator.page.locator("[name=decision]")).to_have_count(0)
    trainer.opens(f"{world.cohort}/maatwerkbesluiten")
    assert trainer.follows("^/maatwerkbesluiten/") == decision
    expect(trainer.page.locator("main")).to_contain_text(REASON)
    trainer.page.locator("[name=decision][value=confirm]").check()
    trainer.sends("/oordeel")
    participant = world.enter(mail_of(BY_HAND), PASSWORD)
    participant.opens("/dossier")
    participant.page.get_by_role("link", name="Behaald door een maatwerkbesluit").click()
    expect(participant.page.locator("main")).to_contain_text(REASON)
