"""The demo's texts are invented, complete and consistent with the programme they belong to."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lms.demo.evidence import BY_TRAININGS

LMS = Path(__file__).parents[2] / "lms"
CONTENT = LMS / "demo" / "content"
LEVELS = ("insufficient", "sufficient", "good", "excellent")
FORM_FIELDS = {
    "starr": ["situation", "task", "action", "result", "reflection"],
    "korthagen": ["experience", "look_back", "essence", "alternatives", "try_out"],
    "free": ["text"],
}
SECTIONS = [
    "summary",
    "question",
    "evidence",
    "approach",
    "findings",
    "advice",
    "reflection",
    "own_work",
    "references",
]


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def programme() -> dict[str, Any]:
    return load(LMS / "programmes" / "templates" / "effectieve-klantmanager.toml")


@pytest.fixture(scope="module")
def people() -> dict[str, Any]:
    return load(CONTENT / "people.toml")


@pytest.fixture(scope="module")
def papers() -> dict[str, Any]:
    return load(CONTENT / "papers.toml")


@pytest.fixture(scope="module")
def meetings() -> dict[str, Any]:
    return load(CONTENT / "meetings.toml")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def words(text: str) -> int:
    return len(text.split())


def test_organisations_form_one_small_region(people: dict[str, Any]) -> None:
    organisations = {o["key"]: o for o in people["organisations"]}
    assert len(organisations) == 8
    assert organisations["gemeente"]["name"] == "Gemeente Heuvelstad"
    assert organisations["sociale-dienst"]["parent"] == "gemeente"
    assert [o for o in organisations.values() if "parent" in o and o["parent"] not in organisations] == []
    assert len({o["name"] for o in organisations.values()}) == 8


def test_people_have_one_address_each_and_an_organisation(people: dict[str, Any]) -> None:
    organisations = {o["key"] for o in people["organisations"]}
    addresses = [p["email"] for p in people["people"]]
    assert len(set(addresses)) == len(addresses) == len({p["key"] for p in people["people"]})
    for person in people["people"]:
        assert re.fullmatch(r"[a-z0-9.]+@demo\.example", person["email"])
        assert person["organisation"] in organisations
        assert person["given_name"]
        assert person["family_name"]
        assert person["discipline"]
        assert person["job_role"]
    names = "".join(p["given_name"] + p["family_name"] for p in people["people"])
    assert set("İşłéı") <= set(names)


def test_fixed_accounts_are_there(people: dict[str, Any]) -> None:
    by_email = {p["email"].split("@")[0]: p for p in people["people"]}
    fixed = {"deelnemer", "deelnemer2", "trainer", "directeur", "coordinator", "beheerder"}
    assert fixed <= by_email.keys()
    assert by_email["deelnemer"]["organisation"] != by_email["deelnemer2"]["organisation"]
    assert by_email["directeur"]["organisation"] == by_email["deelnemer"]["organisation"]
    running = next(c for c in people["cohorts"] if c["state"] == "running")
    members = {m["person"] for m in running["members"]}
    assert {by_email["deelnemer"]["key"], by_email["deelnemer2"]["key"]} <= members
    assert by_email["trainer"]["key"] in running["trainers"]


def test_every_hat_is_worn(people: dict[str, Any]) -> None:
    hats = Counter(hat for person in people["people"] for hat in person.get("hats", []))
    assert hats == {"trainer": 4, "director": 3, "coordinator": 1, "administrator": 1}
    kinds = {o["key"]: o["kind"] for o in people["organisations"]}
    directors = {kinds[p["organisation"]] for p in people["people"] if "director" in p.get("hats", [])}
    assert directors == {"social_service", "care", "housing"}


def test_cohorts_have_known_members_of_admitted_organisations(
    people: dict[str, Any], meetings: dict[str, Any]
) -> None:
    persons = {p["key"]: p for p in people["people"]}
    keys = {m["key"] for m in meetings["meetings"]}
    reasons = {r["key"] for r in meetings["absence_reasons"]}
    assert [(c["state"], len(c["members"])) for c in people["cohorts"]] == [
        ("finished", 13),
        ("running", 14),
        ("planned", 12),
    ]
    seen: list[str] = []
    for cohort in people["cohorts"]:
        assert isinstance(cohort["starts_on"], date)
        assert cohort["starts_on"].isoweekday() == 4
        for trainer in cohort["trainers"]:
            assert "trainer" in persons[trainer]["hats"]
        for member in cohort["members"]:
            assert persons[member["person"]]["organisation"] in cohort["admitted"]
            seen.append(member["person"])
            for absence in member["absent"]:
                assert absence["meeting"] in keys
                assert absence["part"] in {1, 2}
                assert absence["reason"] in reasons
    assert len(seen) == len(set(seen))


def test_the_running_cohort_is_mixed(people: dict[str, Any]) -> None:
    persons = {p["key"]: p for p in people["people"]}
    kinds = {o["key"]: o["kind"] for o in people["organisations"]}
    running = next(c for c in people["cohorts"] if c["state"] == "running")
    mix = Counter(kinds[persons[m["person"]]["organisation"]] for m in running["members"])
    assert mix == {
        "social_service": 6,
        "care": 2,
        "housing": 2,
        "social_work": 2,
        "mental_health": 1,
        "education": 1,
    }


def test_who_passed_met_the_norm_for_attendance(people: dict[str, Any]) -> None:
    finished = next(c for c in people["cohorts"] if c["state"] == "finished")
    for member in finished["members"]:
        if member["state"] == "passed":
            assert (24 - len(member["absent"])) * 100 >= 80 * 24, member["person"]


def test_meetings_follow_the_timeline(meetings: dict[str, Any], programme: dict[str, Any]) -> None:
    modules = {m["key"] for m in programme["modules"]}
    assert [(m["key"], m["week"]) for m in meetings["meetings"]] == [
        (f"B{number}", week)
        for number, week in enumerate((0, 2, 4, 7, 10, 13, 18, 21, 25, 28, 31, 36), start=1)
    ]
    assert {m["module"] for m in meetings["meetings"]} <= modules
    assert [i["week"] for i in meetings["intervisions"]] == [3, 8, 14, 19, 26, 32]
    assert meetings["closing"]["week"] == 41


def test_reflections_fill_the_form_of_their_activity(
    people: dict[str, Any], programme: dict[str, Any]
) -> None:
    forms = {
        a["key"]: a["reflection_form"]
        for m in programme["modules"]
        for a in m["activities"]
        if a["kind"] == "reflection"
    }
    members = {m["person"] for c in people["cohorts"] for m in c["members"]}
    reflections = load(CONTENT / "reflections.toml")["reflections"]
    assert len(reflections) == 11
    for reflection in reflections:
        assert reflection["person"] in members
        assert forms[reflection["activity"]] == reflection["form"]
        assert list(reflection["fields"]) == FORM_FIELDS[reflection["form"]]
        assert all(words(text) >= 10 for text in reflection["fields"].values())
    assert {r["form"] for r in reflections} == set(FORM_FIELDS)


def test_there_is_evidence_for_every_requirement(programme: dict[str, Any]) -> None:
    evidence = load(CONTENT / "evidence.toml")["evidence"]
    requirements = {r["key"] for r in programme["requirements"]} - {BY_TRAININGS}
    times = Counter(item["requirement"] for item in evidence)
    assert set(times) == requirements
    assert all(4 <= count <= 6 for count in times.values()), times
    for item in evidence:
        assert 40 <= words(item["text"]) <= 120, item["text"][:60]
        assert item["state"] in {"confirmed", "returned", "waiting"}
        assert bool(item["remark"]) == (item["state"] != "waiting")
    returned = {item["requirement"] for item in evidence if item["state"] == "returned"}
    assert returned == requirements
    assert len({item["text"] for item in evidence}) == len(evidence)


def test_papers_have_every_part(papers: dict[str, Any]) -> None:
    assert len(papers["papers"]) == 5
    for paper in papers["papers"]:
        assert [section["key"] for section in paper["sections"]] == SECTIONS
        text = " ".join(strings(paper))
        assert 900 <= words(text) <= 1400, paper["key"]
        summary = " ".join(paper["sections"][0]["paragraphs"])
        assert words(summary) <= 250


def test_hand_ins_come_from_the_finished_cohort(
    people: dict[str, Any], papers: dict[str, Any], programme: dict[str, Any]
) -> None:
    finished = next(c for c in people["cohorts"] if c["state"] == "finished")
    states = {m["person"]: m["state"] for m in finished["members"]}
    criteria = programme["rubric"]["criteria"]
    points = {"i": 4, "s": 6, "g": 8, "e": 10}
    known = {paper["key"] for paper in papers["papers"]}
    hand_ins = papers["hand_ins"]
    assert {h["person"] for h in hand_ins} == {p for p, s in states.items() if s != "withdrawn"}
    assert len({h["title"] for h in hand_ins}) == len(hand_ins)
    for hand_in in hand_ins:
        assert hand_in["paper"] in known
        assert hand_in["format"] in {"pdf", "docx", "odt"}
        assert len(hand_in["levels"]) == len(criteria)
        marks = list(zip(criteria, hand_in["levels"], strict=True))
        total = sum(criterion["weight"] * points[level] for criterion, level in marks)
        knocked_out = any(criterion["must_pass"] and level == "i" for criterion, level in marks)
        passed = total >= 550 and not knocked_out
        assert passed == (states[hand_in["person"]] == "passed"), hand_in["person"]


def test_judgements_follow_the_rubric(programme: dict[str, Any]) -> None:
    judgements = load(CONTENT / "judgements.toml")
    titles = [c["title"] for c in programme["rubric"]["criteria"]]
    assert [c["title"] for c in judgements["criteria"]] == titles
    for criterion in judgements["criteria"]:
        for level in LEVELS:
            assert 2 <= len(criterion[level]) <= 3
            assert min(len(text) for text in criterion[level]) >= 30
    for part in ("strengths", "growth_points", "feed_forward"):
        assert len(judgements["overall"][part]) >= 4


@pytest.mark.parametrize("name", ["people", "meetings", "reflections", "evidence", "papers", "judgements"])
def test_no_word_that_is_not_ours_and_no_number_that_looks_like_a_person(name: str) -> None:
    pattern = (
        r"cursist|student(en)?\b|dient te worden|NLQF|edubadge|geaccrediteerd|\bECTS?\b|\bu\b(?!-)|\buw\b"
    )
    for text in strings(load(CONTENT / f"{name}.toml")):
        assert re.search(pattern, text, re.IGNORECASE) is None, text[:80]
        assert re.search(r"\d{8,}|06[- ]?\d{8}", text) is None, text[:80]
