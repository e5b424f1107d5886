"""The programme templates and their files are complete, consistent and written in plain Dutch."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TEMPLATES = Path(__file__).parents[2] / "lms" / "programmes" / "templates"
FILES = TEMPLATES / "files"
NAMES = ("effectieve-klantmanager", "effectief-leidinggeven")
KINDS = {"text", "video", "reading", "reflection", "self_check", "preparation", "paper", "link"}
FORBIDDEN = (
    r"cursist|student(en)?\b|dient te worden|dienen te worden|NLQF|edubadge|geaccrediteerd|\bECTS?\b|"
    r"getuigschrift|\bu\b(?!-)|\buw\b"
)
PUBLIC_HOSTS = (
    "https://www.movisie.nl",
    "https://www.divosa.nl",
    "https://wetten.overheid.nl",
    "https://www.wrr.nl",
    "https://doi.org/",
)


def template(name: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / f"{name}.toml").read_text(encoding="utf-8"))


def activities(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for module in data["modules"]:
        for activity in module["activities"]:
            yield module, activity


def texts(value: Any) -> Iterator[str]:
    """Every string in a template, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def words(text: str) -> int:
    return len(re.findall(r"\w[\w'’-]*", text))


@pytest.fixture(params=NAMES)
def data(request: pytest.FixtureRequest) -> dict[str, Any]:
    return template(request.param)


def test_a_template_says_what_the_programme_is(data: dict[str, Any]) -> None:
    for key in ("title", "short_title", "motto", "summary", "certificate_text"):
        assert data[key].strip(), key
    assert 2 <= len(re.findall(r"[.?!](?:\s|$)", data["summary"])) <= 4
    assert 0 < data["duration_weeks"] <= 60
    assert data["study_load_hours"] > 0


def test_keys_are_unique_and_references_exist(data: dict[str, Any]) -> None:
    aims = [aim["key"] for aim in data["aims"]]
    modules = [module["key"] for module in data["modules"]]
    keys = [activity["key"] for _, activity in activities(data)]
    requirements = [requirement["key"] for requirement in data["requirements"]]
    for group in (aims, modules, keys, requirements):
        assert [key for key, times in Counter(group).items() if times > 1] == []
    for module in data["modules"]:
        own = [activity["key"] for activity in module["activities"]]
        assert module["aims"]
        assert set(module["aims"]) <= set(aims)
        earlier = modules[: modules.index(module["key"])]
        assert set(module.get("requires", [])) <= set(earlier)
        for activity in module["activities"]:
            assert set(activity.get("requires", [])) <= set(own) - {activity["key"]}
    for requirement in data["requirements"]:
        assert "module" not in requirement or requirement["module"] in modules
    assert {aim for module in data["modules"] for aim in module["aims"]} == set(aims)


def test_short_titles_fit_their_place(data: dict[str, Any]) -> None:
    assert [m["short_title"] for m in data["modules"] if len(m["short_title"]) > 14] == []
    assert [r["short_title"] for r in data["requirements"] if len(r["short_title"]) > 12] == []
    assert [c["short_title"] for c in data["rubric"]["criteria"] if len(c["short_title"]) > 14] == []


def test_weeks_are_inside_the_programme_and_in_order(data: dict[str, Any]) -> None:
    for module in data["modules"]:
        assert -8 <= module["opens_after_weeks"] < module["planned_until_week"] <= data["duration_weeks"]
    for module, activity in activities(data):
        if "due_after_weeks" in activity:
            due = activity["due_after_weeks"]
            assert module["opens_after_weeks"] <= due <= module["planned_until_week"], activity["key"]
    for requirement in data["requirements"]:
        assert 0 < requirement["planned_week"] <= data["duration_weeks"]


def test_every_module_has_enough_to_do(data: dict[str, Any]) -> None:
    for module in data["modules"]:
        assert len(module["activities"]) >= 3, module["key"]
        assert any(activity["required"] for activity in module["activities"])
    assert [activity["key"] for _, activity in activities(data) if activity["minutes"] <= 0] == []
    assert Counter(activity["kind"] for _, activity in activities(data))["paper"] == 1


def test_texts_are_long_enough_to_learn_from_and_short_enough_to_read(data: dict[str, Any]) -> None:
    for _, activity in activities(data):
        least, most = (250, 500) if activity["kind"] == "text" else (60, 200)
        assert least <= words(activity["body"]) <= most, activity["key"]
        if activity["kind"] == "text":
            assert activity["body"].count("\n## ") >= 3, activity["key"]
            assert "## Jouw opdracht" in activity["body"], activity["key"]


def test_each_kind_of_activity_carries_what_it_needs(data: dict[str, Any]) -> None:
    for _, activity in activities(data):
        kind = activity["kind"]
        assert kind in KINDS
        if kind == "reading":
            assert activity["source"].strip()
            assert 1950 <= activity["year"] <= 2026
            assert activity["evidence_kind"] in {"research", "professional", "resident", "policy"}
        if kind == "link":
            assert activity["url"]
        if kind == "reflection":
            assert activity["reflection_form"] in {"starr", "korthagen", "free"}
        if kind == "video":
            assert activity["captions"].endswith(".nl.vtt")
            assert words(activity["transcript"]) > 80
        if kind == "self_check":
            assert 3 <= len(activity["questions"]) <= 5
        if "url" in activity:
            assert activity["url"].startswith(PUBLIC_HOSTS)


def test_a_self_check_question_has_one_right_answer_and_teaches_with_every_answer(
    data: dict[str, Any],
) -> None:
    for _, activity in activities(data):
        for question in activity.get("questions", []):
            assert question["explanation"].strip()
            assert [option["is_right"] for option in question["options"]].count(True) == 1
            assert 2 <= len(question["options"]) <= 4
            assert all(option["feedback"].strip() for option in question["options"])


def test_the_rubric_weighs_a_hundred_in_steps_of_five(data: dict[str, Any]) -> None:
    rubric = data["rubric"]
    assert sum(criterion["weight"] for criterion in rubric["criteria"]) == 100
    assert all(criterion["weight"] % 5 == 0 for criterion in rubric["criteria"])
    assert sum(criterion["must_pass"] for criterion in rubric["criteria"]) == 2
    for criterion in rubric["criteria"]:
        levels = [criterion[level] for level in ("insufficient", "sufficient", "good", "excellent")]
        assert len(set(levels)) == 4
    assert [condition["key"] for condition in rubric["conditions"]] == [
        "length",
        "summary",
        "sources",
        "privacy",
        "own_work",
        "accessible",
    ]


def test_requirements_name_their_evidence(data: dict[str, Any]) -> None:
    kinds = Counter(requirement["kind"] for requirement in data["requirements"])
    assert kinds["attendance"] == kinds["paper"] == 1
    assert set(kinds) == {"attendance", "paper", "evidence"}
    for requirement in data["requirements"]:
        assert words(requirement["description"]) >= 12, requirement["key"]
        assert requirement["target"] >= 1


def test_files_that_are_named_exist_and_are_what_they_say(data: dict[str, Any]) -> None:
    starts = {".pdf": b"%PDF-", ".webm": b"\x1a\x45\xdf\xa3", ".vtt": b"WEBVTT"}
    for _, activity in activities(data):
        for name in (activity.get("file"), activity.get("captions")):
            if name:
                path = FILES / name
                assert path.read_bytes().startswith(starts[path.suffix]), name
                assert path.stat().st_size < 1_200_000, name


def test_the_language_is_plain_and_the_words_are_ours(data: dict[str, Any]) -> None:
    for text in texts(data):
        found = re.search(FORBIDDEN, text, re.IGNORECASE)
        assert found is None, (found, text[:80])
    summaries = [data["summary"], *(module["summary"] for module in data["modules"])]
    sentences = [s for summary in summaries for s in re.split(r"(?<=[.?!])\s+", summary.strip()) if s]
    lengths = [words(sentence) for sentence in sentences]
    assert sum(lengths) / len(lengths) <= 14
    assert max(lengths) <= 24


def test_the_client_manager_programme_is_whole() -> None:
    data = template("effectieve-klantmanager")
    assert [module["key"] for module in data["modules"]] == [
        "privacy",
        "kennismaken",
        "methodisch",
        "ebp",
        "gesprekken",
        "oplossingsgericht",
        "intervisie",
        "meelopen",
        "vaktraining",
        "paper",
        "slotdag",
    ]
    route = [(requirement["key"], requirement["on_route"]) for requirement in data["requirements"]]
    assert route == [
        ("kennismaken", True),
        ("methodisch", True),
        ("ebp", True),
        ("gesprekken", True),
        ("intervisie", True),
        ("meeloopdag_1", True),
        ("meeloopdag_2", True),
        ("gastdag", False),
        ("vaktraining", True),
        ("attendance", False),
        ("paper", True),
        ("slotdag", True),
    ]
    targets = {requirement["key"]: requirement["target"] for requirement in data["requirements"]}
    assert targets["intervisie"] == 5
    assert targets["attendance"] == 80
    assert {criterion["weight"] for criterion in data["rubric"]["criteria"]} == {10, 15, 20}
    kinds = Counter(activity["kind"] for _, activity in activities(data))
    assert set(kinds) == KINDS
    assert kinds["self_check"] >= 4
    forms = {a["reflection_form"] for _, a in activities(data) if a["kind"] == "reflection"}
    assert forms == {"starr", "korthagen", "free"}
    evidence = {a["evidence_kind"] for _, a in activities(data) if a["kind"] == "reading"}
    assert {"research", "professional", "resident"} <= evidence


def test_the_leadership_programme_has_its_five_outcomes() -> None:
    data = template("effectief-leidinggeven")
    assert len(data["aims"]) == len(data["modules"]) == 5
    assert 5 <= len(data["requirements"]) <= 6


def test_captions_follow_the_film() -> None:
    vtt = (FILES / "kennismaken.nl.vtt").read_text(encoding="utf-8")
    times = [
        int(minutes) * 60 + float(seconds) for minutes, seconds in re.findall(r"00:(\d\d):(\d\d\.\d{3})", vtt)
    ]
    assert times == sorted(times)
    assert 60 <= times[-1] <= 90
    lines = [line for line in vtt.splitlines() if line and "-->" not in line]
    assert max(len(line) for line in lines) <= 60
