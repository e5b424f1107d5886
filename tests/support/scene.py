"""A small world with everybody in it: one cohort, the cohort beside it, and ten people who knock on doors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app

from lms.accounts.models import Hat, HatAssignment, Membership, Organisation, Person, SignInSession
from lms.accounts.operations import start_session
from lms.board.models import Post
from lms.certification.signing import Seal
from lms.cohorts.models import Cohort, Enrolment
from lms.core.extensions import db
from lms.core.files import FileKind, StoredFile
from lms.core.outbox import Intent
from lms.messages.letters import fewer_path, stop_path
from lms.programmes.models import Activity, ActivityKind, Programme, ProgrammeVersion
from tests.factories import counter, save
from tests.factories.accounts import (
    make_administrator,
    make_discipline,
    make_hat,
    make_job_role,
    make_organisation,
    make_person,
)
from tests.factories.agreements import make_agreement
from tests.factories.board import make_post
from tests.factories.certification import make_certificate
from tests.factories.cohorts import (
    day_parts_of,
    make_admission,
    make_attendance,
    make_catch_up_task,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_made_up_session,
    make_meeting,
    make_trainer,
)
from tests.factories.jobs import make_job
from tests.factories.learning import (
    activity_of,
    make_decision,
    make_evidence,
    make_reflection,
    module_of,
    question_of,
    requirement_of,
)
from tests.factories.matching import make_arrangement, make_line_manager, make_pin, make_round
from tests.factories.messages import make_notice
from tests.factories.papers import make_assessor, make_assignment, make_paper_version, make_submission
from tests.factories.planning import make_plan_item
from tests.factories.programmes import make_programme, make_version
from tests.factories.reminders import make_reminder
from tests.factories.rosters import make_export, make_import
from tests.factories.shadowing import make_host, make_host_slot, make_term, make_visit, make_visit_reflection
from tests.papers.documents import make_pdf
from tests.support.house import Door
from tests.support.scene_admissions import of_admissions
from tests.support.scene_trainings import of_trainings

Row = TypeVar("Row")

PERSONAS = (
    "anonymous",
    "participant",
    "other_participant",
    "trainer",
    "other_trainer",
    "coordinator",
    "other_coordinator",
    "director",
    "other_director",
    "administrator",
)
NOBODY = "anonymous"


@dataclass
class Scene:
    """The people by persona, the cookie of each, and one object for every value in a URL."""

    app: Flask
    people: dict[str, Person]
    values: dict[str, Any]
    home: Organisation
    away: Organisation
    cohort: Cohort
    sibling: Cohort
    elsewhere: Cohort
    forms: dict[str, dict[str, str]]
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def programme_ids(self) -> tuple[UUID, UUID]:
        """The programme of the cohort, and the other one."""
        own, other = (
            first(
                sa.select(Programme)
                .join(ProgrammeVersion, ProgrammeVersion.programme_id == Programme.id)
                .where(ProgrammeVersion.id == cohort.programme_version_id)
            ).public_id
            for cohort in (self.cohort, self.elsewhere)
        )
        return own, other

    def sign_in(self, persona: str, person: Person) -> None:
        """Give a persona a signed-in browser."""
        token = start_session(db.session(), person=person)
        db.session.commit()
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        self.cookies[persona] = f"{name}={seal(self.app, {'_user_id': token, '_fresh': True})}"

    def url(self, door: Door, **instead: Any) -> str:
        """The address of a door, with this scene's own objects in it."""
        wanted = {name: instead.get(name, self.value(door, name)) for name in door.rule.arguments}
        unknown = sorted(name for name, value in wanted.items() if value is None)
        assert not unknown, f"give tests/support/scene.py a value for {unknown} of {door}"
        return self.app.url_map.bind("localhost").build(door.endpoint, wanted)

    def value(self, door: Door, name: str) -> Any:
        """What stands for a name in the address of a door: its own value, its feature's, or everybody's."""
        blueprint = door.endpoint.partition(".")[0]
        places = (f"{door.endpoint}.{name}", f"{blueprint}.{name}", name)
        return next((self.values[place] for place in places if place in self.values), None)

    def ask(self, persona: str, url: str, method: str = "GET", **options: Any) -> Any:
        """One request of a persona in a browser that remembers nothing else."""
        client = self.app.test_client(use_cookies=False)
        headers = {"Cookie": self.cookies[persona]} if persona in self.cookies else {}
        return client.open(url, method=method, headers=headers, **options)


def seal(app: Flask, content: Mapping[str, Any]) -> str:
    """The value of a session cookie with this content."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps(dict(content)))


def keep_file(content: bytes, name: str, kind: FileKind) -> StoredFile:
    """A kept file whose bytes lie in the data folder."""
    stored_as = hashlib.sha256(f"{name} {counter.next()}".encode()).hexdigest()[:48]
    folder = Path(current_app.config["SETTINGS"].data_dir) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / stored_as).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return save(StoredFile(name=name, kind=kind, size=len(content), sha256=digest, stored_as=stored_as))


def build_scene(app: Flask) -> Scene:
    """Two cohorts on one programme and one on another, with somebody of every kind around them."""
    home, away = make_organisation(), make_organisation()
    programme = make_programme()
    version = make_version(programme=programme)
    cohort, sibling = make_cohort(version=version), make_cohort(version=version)
    elsewhere = make_cohort(version=make_version())
    for taking_part in (cohort, sibling):
        make_admission(taking_part, home if taking_part is cohort else away)
    participant = make_person(organisation=home)
    stranger = make_person(organisation=away)
    own = make_enrolment(cohort, participant, organisation=home)
    make_enrolment(sibling, stranger, organisation=away)
    make_enrolment(elsewhere, organisation=make_organisation())
    people = {
        "participant": participant,
        "other_participant": stranger,
        "trainer": make_trainer(cohort),
        "other_trainer": make_trainer(sibling),
        "coordinator": make_coordinator(cohort),
        "other_coordinator": make_coordinator(elsewhere),
        "director": directing(home),
        "other_director": directing(away),
        "administrator": make_administrator(),
    }
    values = values_of(cohort, own, people, make_version(programme=programme, published=False, number=2))
    # Only a question that exists has a door.
    question = question_of(activity_of(cohort, "toets"))
    forms = {"learning.self_check_answer": {"question": str(question.public_id)}}
    scene = Scene(app, people, values, home, away, cohort, sibling, elsewhere, forms)
    for persona, person in people.items():
        scene.sign_in(persona, person)
    for row in (*people.values(), home, away, cohort, sibling, elsewhere):
        db.session.refresh(row)
    return scene


def directing(organisation: Organisation) -> Person:
    person = make_person(organisation=organisation)
    make_hat(person, Hat.DIRECTOR, organisation_id=organisation.id)
    return person


def give_media(activity: Activity) -> None:
    """Make it a video with captions."""
    activity.kind = ActivityKind.VIDEO
    activity.file_id = keep_file(b"\x1aE\xdf\xa3 film", "film.webm", FileKind.WEBM).id
    activity.captions_id = keep_file(b"WEBVTT\n", "film.vtt", FileKind.VTT).id
    db.session.commit()


def first(statement: sa.Select[tuple[Row]]) -> Row:
    """The first row that a statement finds."""
    row = db.session.scalars(statement.limit(1)).first()
    assert row is not None
    return row


def values_of(
    cohort: Cohort, own: Enrolment, people: Mapping[str, Person], draft: ProgrammeVersion
) -> dict[str, Any]:
    """One object of the cohort, of its participant or of the programme's draft for every URL value."""
    return {
        "token": "een-link-die-er-niet-is",
        "name": "een-bericht-dat-er-niet-is",
        **of_accounts(own),
        "board.post_id": question_with_file(cohort, people["participant"]).public_id,
        **of_messages(people["participant"]),
        **of_programmes(draft),
        **of_cohorts(cohort, own, people["trainer"]),
        **of_agreements(own),
        **of_learning(cohort, own, people["coordinator"]),
        **of_papers(cohort, own, people["trainer"]),
        **of_admissions(cohort),
        **of_matching(cohort, own),
        **of_shadowing(cohort, own),
        **of_trainings(cohort, own),
        "intent_id": save(Intent(kind="mail", payload={}, attempts=1, last_error="OSError")).id,
        "export_id": make_export(
            people["coordinator"], keep_file(b"PK", "deelnemers.xlsx", FileKind.XLSX)
        ).public_id,
        "import_id": make_import(cohort, people["coordinator"]).public_id,
        "job_id": make_job(people["coordinator"]).public_id,
        "reminder_id": make_reminder(cohort).public_id,
    }


def question_with_file(cohort: Cohort, author: Person) -> Post:
    kept = keep_file(make_pdf("Vraag"), "vraag.pdf", FileKind.PDF)
    return make_post(cohort, author, file_id=kept.id)


def of_messages(participant: Person) -> dict[str, Any]:
    token = fewer_path(participant, "learning.evidence_judged").rpartition("/")[2]
    stop = {"messages.reminders_stop.token": stop_path("", participant.public_id).rpartition("/")[2]}
    return {"notice_id": make_notice(participant).public_id, "messages.token": token, **stop}


def of_accounts(own: Enrolment) -> dict[str, Any]:
    """A colleague without a hat, and a trainer of nothing whose hat can be taken away."""
    colleague, teacher = make_person(), make_person()
    hat = make_hat(teacher, Hat.TRAINER)
    membership = first(sa.select(Membership).where(Membership.person_id == colleague.id))
    start_session(db.session(), person=db.session.get_one(Person, own.person_id))
    db.session.commit()
    return {
        "person_id": colleague.public_id,
        "membership_id": membership.public_id,
        "hat_id": hat.public_id,
        "accounts.hat_withdraw.person_id": teacher.public_id,
        "session_id": first(
            sa.select(SignInSession).where(SignInSession.person_id == own.person_id)
        ).public_id,
        "organisation_id": make_organisation().public_id,
        "accounts.organisation_rename.organisation_id": db.session.get_one(
            Organisation, own.organisation_id
        ).public_id,
        "discipline_id": make_discipline().public_id,
        "job_role_id": make_job_role().public_id,
    }


def of_programmes(draft: ProgrammeVersion) -> dict[str, Any]:
    on_draft = Cohort(programme_version_id=draft.id)
    check = activity_of(on_draft, "toets")
    reading = activity_of(on_draft, "welkom")
    give_media(reading)
    return {
        "programme_id": db.session.get_one(Programme, draft.programme_id).public_id,
        "programmes.version_id": draft.public_id,
        "planning.version_id": draft.public_id,
        "planning.item_id": make_plan_item(draft.id).public_id,
        "programmes.module_id": module_of(on_draft, "methodisch").public_id,
        "programmes.activity_id": reading.public_id,
        "programmes.requirement_id": requirement_of(on_draft, "intervisie").public_id,
        "programmes.question_id": question_of(check).public_id,
    }


def of_cohorts(cohort: Cohort, own: Enrolment, trainer: Person) -> dict[str, Any]:
    meeting = make_meeting(cohort)
    day_part = day_parts_of(meeting)[0]
    make_attendance(day_part, own)
    work = keep_file(make_pdf("Inhaalopdracht"), "inhaalopdracht.pdf", FileKind.PDF)
    task = make_catch_up_task(day_part, own, file_id=work.id)
    certificate = make_certificate(own)
    seal_kept = Seal(Path(current_app.config["SETTINGS"].data_dir) / "keys")
    certificate.signature, certificate.key_id = seal_kept.sign(certificate.snapshot)
    db.session.commit()
    teaching = sa.select(HatAssignment).where(
        HatAssignment.person_id == trainer.id, HatAssignment.scope == cohort.public_id
    )
    return {
        "cohort_id": cohort.public_id,
        "enrolment_id": own.public_id,
        "meeting_id": meeting.public_id,
        "day_part_id": day_part.public_id,
        "task_id": task.public_id,
        "made_up_id": make_made_up_session(day_part, own).public_id,
        "cohorts.hat_id": first(teaching).public_id,
        "cohorts.person_id": trainer.public_id,
        "certificate_id": certificate.public_id,
        "code": certificate.code,
    }


def of_agreements(own: Enrolment) -> dict[str, Any]:
    return {"agreement_id": make_agreement(own).public_id, "agreements.kind": "leerovereenkomst"}


def of_learning(cohort: Cohort, own: Enrolment, coordinator: Person) -> dict[str, Any]:
    requirement = requirement_of(cohort, "intervisie")
    proof = keep_file(make_pdf("Verslag"), "verslag é.pdf", FileKind.PDF)
    evidence = make_evidence(own, requirement, file_id=proof.id)
    reading = activity_of(cohort, "welkom")
    give_media(reading)
    return {
        "module_id": module_of(cohort, "kennismaken").public_id,
        "activity_id": reading.public_id,
        "learning.reflection_save.activity_id": activity_of(cohort, "terugblik").public_id,
        "learning.reflection_share.activity_id": activity_of(cohort, "terugblik").public_id,
        "learning.self_check_answer.activity_id": activity_of(cohort, "toets").public_id,
        "requirement_id": requirement.public_id,
        "evidence_id": evidence.public_id,
        "decision_id": make_decision(own, requirement_of(cohort, "paper"), coordinator).public_id,
        "reflection_id": make_reflection(own, activity_of(cohort, "terugblik")).public_id,
    }


def of_papers(cohort: Cohort, own: Enrolment, trainer: Person) -> dict[str, Any]:
    assignment = make_assignment(cohort)
    submission = make_submission(assignment, own)
    version = make_paper_version(submission, content=make_pdf("Eerst de huur."))
    make_assessor(submission, trainer)
    return {
        "assignment_id": assignment.public_id,
        "submission_id": submission.public_id,
        "papers.version_id": version.public_id,
        "number": 1,
    }


def of_matching(cohort: Cohort, own: Enrolment) -> dict[str, Any]:
    """A draft of groups in which the participant sits with a colleague, and both are kept apart."""
    colleague = make_enrolment(cohort)
    round_ = make_round(cohort, [own, colleague])
    arrangement = make_arrangement(round_, [[own.id, colleague.id]])
    return {
        "round_id": round_.public_id,
        "arrangement_id": arrangement.public_id,
        "pin_id": make_pin(round_, own, colleague).public_id,
        "line_manager_id": make_line_manager(own, colleague).public_id,
    }


def of_shadowing(cohort: Cohort, own: Enrolment) -> dict[str, Any]:
    """A host from outside with a free day; an agreed day of the participant, whose reflection is private."""
    host, visit = make_host(cohort), make_visit(own)
    free, written = make_host_slot(host), make_visit_reflection(visit)
    rows = {
        "host_id": host,
        "visit_id": visit,
        "shadowing.slot_id": free,
        "shadowing.reflection_id": written,
        "shadowing.term_id": make_term(visit),
    }
    return {name: row.public_id for name, row in rows.items()}
