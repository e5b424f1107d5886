"""Programme templates: TOML files with their media, read into a version that is not yet kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lms.programmes import rules
from lms.programmes.models import (
    Activity,
    ActivityKind,
    Aim,
    Criterion,
    EntryCondition,
    EvidenceKind,
    Level,
    Module,
    Option,
    ProgrammeVersion,
    Question,
    ReflectionForm,
    Requirement,
    RequirementKind,
)
from lms.programmes.publication import TemplateError
from lms.programmes.template_tables import Table

FOLDER = Path(__file__).parent / "templates"
NEEDED = {
    ActivityKind.VIDEO: ("file", "captions", "transcript"),
    ActivityKind.READING: ("source", "year", "evidence_kind"),
    ActivityKind.REFLECTION: ("reflection_form",),
    ActivityKind.SELF_CHECK: ("questions",),
    ActivityKind.LINK: ("url",),
}


@dataclass(frozen=True)
class Template:
    """What a template holds: names of the programme, a first version, and which media belong where."""

    title: str
    short_title: str
    version: ProgrammeVersion
    media: Sequence[tuple[Activity, str, Path]]


def list_templates(folder: Path = FOLDER) -> Sequence[str]:
    """The keys of the templates that there are."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def name_templates(folder: Path = FOLDER) -> Mapping[str, str]:
    """The titles of the templates, by key."""
    return {
        key: str(tomllib.loads((folder / f"{key}.toml").read_text(encoding="utf-8"))["title"])
        for key in list_templates(folder)
    }


def read_template(key: str, folder: Path = FOLDER) -> Template:
    """Read and check a template; a fault is a TemplateError that names the place."""
    if key not in list_templates(folder):
        raise TemplateError(key, f"no such template; there are: {', '.join(list_templates(folder))}")
    try:
        data = tomllib.loads((folder / f"{key}.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TemplateError(key, str(fault)) from fault
    table, media = Table(data, key), _Media(folder / "files")
    template = Template(
        title=table.text("title"),
        short_title=table.text("short_title"),
        version=_version(table, media),
        media=media.found,
    )
    table.finish()
    return template


@dataclass
class _Media:
    folder: Path
    found: list[tuple[Activity, str, Path]] = field(default_factory=list)

    def add(self, table: Table, name: str, activity: Activity) -> None:
        if not table.has(name):
            return
        path = self.folder / Path(table.text(name)).name
        if not path.is_file():
            raise table.fail(f"'{name}' names '{path.name}', which does not lie in files/")
        self.found.append((activity, name, path))


def _version(table: Table, media: _Media) -> ProgrammeVersion:
    columns = ProgrammeVersion.__table__.c
    aims = [_aim(row, place) for place, row in enumerate(table.tables("aims"), 1)]
    _unique(table, "aims", [aim.key for aim in aims])
    version = ProgrammeVersion(
        motto=table.text("motto", fits=columns.motto, default=""),
        summary=table.text("summary", default=""),
        duration_weeks=table.number("duration_weeks", least=1),
        study_load_hours=table.number("study_load_hours", least=1),
        attendance_norm=table.number("attendance_norm", default=80),
        certificate_text=table.text("certificate_text", default=""),
        aims=aims,
    )
    version.modules = _modules(table, [aim.key for aim in aims], media)
    version.requirements = _requirements(table, [module.key for module in version.modules])
    table.used.add("rubric")
    if table.has("rubric"):
        _add_rubric(version, Table(table.data["rubric"], f"{table.place} > rubric"))
    return version


def _aim(row: Table, place: int) -> Aim:
    columns = Aim.__table__.c
    return Aim(
        position=place,
        key=row.text("key", fits=columns.key),
        title=row.text("title", fits=columns.title),
        text=row.text("text", default=""),
    )


def _modules(table: Table, aim_keys: list[str], media: _Media) -> list[Module]:
    columns, modules, done = Module.__table__.c, list[Module](), list[str]()
    for place, row in enumerate(table.tables("modules"), 1):
        module = Module(
            position=place,
            key=row.text("key", fits=columns.key),
            title=row.text("title", fits=columns.title),
            short_title=row.text("short_title", fits=columns.short_title),
            summary=row.text("summary", default=""),
            aim_keys=row.keys("aims", known=aim_keys),
            opens_after_weeks=row.number("opens_after_weeks", least=rules.EARLIEST_WEEK, default=0),
            planned_until_week=row.number("planned_until_week"),
            requires_keys=row.keys("requires", known=[earlier.key for earlier in modules]),
            is_privacy=row.flag("privacy", default=False),
            is_casework=row.flag("casework", default=False),
        )
        module.activities = [
            _activity(activity, number, done, media)
            for number, activity in enumerate(row.tables("activities", default=[]), 1)
        ]
        modules.append(module)
    _unique(table, "modules", [module.key for module in modules])
    _unique(table, "activities", done)
    return modules


def _activity(row: Table, place: int, done: list[str], media: _Media) -> Activity:
    columns, kind = Activity.__table__.c, row.choice("kind", ActivityKind)
    for missing in [name for name in NEEDED.get(kind, ()) if not row.has(name)]:
        raise row.fail(f"'{missing}' is missing, which every {kind} needs")
    activity = Activity(
        position=place,
        key=row.text("key", fits=columns.key),
        kind=kind,
        title=row.text("title", fits=columns.title),
        body=row.text("body", default=""),
        minutes=row.number("minutes"),
        is_required=row.flag("required", default=True),
        is_casework=row.flag("casework", default=False),
        due_after_weeks=row.optional_number("due_after_weeks"),
        requires_keys=row.keys("requires", known=done),
        source=row.text("source", fits=columns.source, default=""),
        source_year=row.optional_number("year"),
        evidence_kind=row.choice("evidence_kind", EvidenceKind) if row.has("evidence_kind") else None,
        url=_url(row),
        transcript=row.text("transcript", default=""),
        reflection_form=row.choice("reflection_form", ReflectionForm) if row.has("reflection_form") else None,
        questions=[_question(q, n) for n, q in enumerate(row.tables("questions", default=[]), 1)],
    )
    for name in ("file", "captions"):
        media.add(row, name, activity)
    done.append(activity.key)
    return activity


def _url(row: Table) -> str:
    url = row.text("url", fits=Activity.__table__.c.url, default="")
    if url and not rules.is_web_address(url):
        raise row.fail("'url' must begin with https://")
    return url


def _question(row: Table, place: int) -> Question:
    question = Question(
        position=place,
        prompt=row.text("prompt"),
        explanation=row.text("explanation", default=""),
        options=[
            Option(
                position=number,
                label=option.text("label"),
                is_right=option.flag("is_right", default=False),
                feedback=option.text("feedback", default=""),
            )
            for number, option in enumerate(row.tables("options"), 1)
        ],
    )
    if not rules.has_fit_options(question):
        raise row.fail("needs at least two options, of which one is right")
    return question


def _requirements(table: Table, module_keys: list[str]) -> list[Requirement]:
    columns, requirements = Requirement.__table__.c, list[Requirement]()
    for place, row in enumerate(table.tables("requirements"), 1):
        module_key = row.text("module") if row.has("module") else None
        if module_key is not None and module_key not in module_keys:
            raise row.fail(f"'module' names '{module_key}', which does not exist")
        requirements.append(
            Requirement(
                position=place,
                key=row.text("key", fits=columns.key),
                kind=row.choice("kind", RequirementKind),
                title=row.text("title", fits=columns.title),
                short_title=row.text("short_title", fits=columns.short_title),
                description=row.text("description", default=""),
                target=row.number("target", least=1, default=1),
                planned_week=row.number("planned_week"),
                module_key=module_key,
                is_on_route=row.flag("on_route", default=True),
            )
        )
    _unique(table, "requirements", [requirement.key for requirement in requirements])
    return requirements


def _add_rubric(version: ProgrammeVersion, table: Table) -> None:
    version.rubric_title = table.text("title", fits=ProgrammeVersion.__table__.c.rubric_title)
    version.conditions = [
        EntryCondition(
            position=place,
            key=row.text("key", fits=EntryCondition.__table__.c.key),
            text=row.text("text", fits=EntryCondition.__table__.c.text),
        )
        for place, row in enumerate(table.tables("conditions", default=[]), 1)
    ]
    version.criteria = [_criterion(row, place) for place, row in enumerate(table.tables("criteria"), 1)]
    together = rules.weight_together(version.criteria)
    if together != rules.WEIGHTS_TOGETHER:
        raise table.fail(f"the weights add up to {together}, not to {rules.WEIGHTS_TOGETHER}")
    _unique(table, "conditions", [condition.key for condition in version.conditions])
    table.finish()


def _criterion(row: Table, place: int) -> Criterion:
    columns = Criterion.__table__.c
    return Criterion(
        position=place,
        title=row.text("title", fits=columns.title),
        short_title=row.text("short_title", fits=columns.short_title),
        weight=row.number("weight", least=1),
        is_must_pass=row.flag("must_pass", default=False),
        **{level.value: row.text(level.value) for level in Level},
    )


def _unique(table: Table, name: str, keys: list[str]) -> None:
    for twice in sorted({key for key in keys if keys.count(key) > 1}):
        raise table.fail(f"{name} has the key '{twice}' twice")
