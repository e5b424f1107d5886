"""Doors that do what a room might do, right or wrong, to see what the kernel makes of it."""

from __future__ import annotations

import errno

import sqlalchemy as sa
from flask import Blueprint, Response, abort, make_response, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from lms.core import outbox
from lms.core.authorisation import Actor, current_actor, guarded_by, public
from lms.core.errors import ConflictError, DomainError, GoneError, NotFoundError
from lms.core.form_keys import FormKey
from lms.core.outbox import Intent
from lms.core.unit_of_work import current_session, writes

probe = Blueprint("probe", __name__, url_prefix="/proef")

CONFIDENTIAL = "mijn vertrouwelijke reflectie"


def add_effect() -> None:
    outbox.queue_job(current_session(), kind="probe", payload={})


@probe.post("/effect")
@public("a test posts here")
@writes
def effect() -> ResponseReturnValue:
    add_effect()
    return redirect(f"/proef/gedaan/{request.args.get('n', '1')}", 303)


@probe.post("/ander-effect")
@public("a test posts here")
@writes
def other_effect() -> ResponseReturnValue:
    add_effect()
    return redirect("/proef/anders", 303)


@probe.post("/status/<int:status>")
@public("a test posts here")
@writes
def answered(status: int) -> ResponseReturnValue:
    add_effect()
    return make_response("", status)


@probe.route("/fout/<string:kind>", methods=["GET", "POST"])
@public("a test looks here")
@writes
def fault(kind: str) -> ResponseReturnValue:
    add_effect()
    current_session().flush()
    if kind == "integrity":
        for _ in range(2):
            values = {"key": "twice", "path": "", "location": "", "handled_at": sa.func.now()}
            current_session().execute(sa.insert(FormKey).values(values))
    raise FAULTS[kind]


FAULTS = {
    "value": ValueError(CONFIDENTIAL),
    "stale": StaleDataError(CONFIDENTIAL),
    "conflict": ConflictError(yours=[("Opmerking", "mijn tekst")], theirs=[("Opmerking", "haar tekst")]),
    "domain": DomainError("no"),
    "gone": GoneError("used"),
    "missing": NotFoundError("none"),
    "locked": OperationalError("UPDATE", {}, Exception("database is locked")),
    "full": OperationalError("UPDATE", {}, Exception("database or disk is full")),
    "pool": NoFreeConnection("QueuePool limit"),
    "data": DataError("SELECT", {}, Exception("contains NUL")),
    "disk": OSError(errno.ENOSPC, "No space left on device"),
    "other-disk": OSError(errno.EIO, CONFIDENTIAL),
}


@probe.get("/open")
@public("a test looks here")
def opened() -> ResponseReturnValue:
    return render_template_string("<p>open</p>")


@probe.post("/lezen")
@public("a test posts here")
@writes
def read_form() -> ResponseReturnValue:
    return Response(str(len(request.form.get("text", ""))), mimetype="text/plain")


def may_enter(actor: Actor) -> bool:
    return actor.given_name == "Ans"


def may_see(actor: Actor, subject: str) -> bool:
    return actor.given_name == subject


def find(_session: Session, *, name: str) -> str | None:
    if name == "raises":
        raise NotFoundError("none")
    return None if name == "none" else name


def find_own(_session: Session, *, actor: Actor) -> str:
    return actor.given_name


@probe.get("/kamer")
@guarded_by(may_enter)
def room() -> ResponseReturnValue:
    return Response(current_actor().given_name, mimetype="text/plain")


@probe.get("/dingen/<string:name>")
@guarded_by(may_see, load=find)
def thing(subject: str) -> ResponseReturnValue:
    return Response(subject, mimetype="text/plain")


@probe.get("/open-dingen/<string:name>")
@guarded_by(may_see, load=find, denied=403)
def known_thing(subject: str) -> ResponseReturnValue:
    return Response(subject, mimetype="text/plain")


@probe.get("/eigen")
@guarded_by(may_see, load=find_own)
def own_thing(subject: str) -> ResponseReturnValue:
    return Response(subject, mimetype="text/plain")


@probe.post("/schrijven")
@guarded_by(may_enter)
@writes
def room_change() -> ResponseReturnValue:
    add_effect()
    return redirect("/proef/kamer", 303)


@probe.get("/afgewezen/<int:status>")
@public("a test looks here")
def refused(status: int) -> ResponseReturnValue:
    abort(status)


def effects(session: Session) -> int:
    """How many effects are in the database for good."""
    session.rollback()
    number = session.scalar(sa.select(sa.func.count()).select_from(Intent)) or 0
    session.rollback()
    return number
