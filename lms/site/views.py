"""The pages of the house: start, language, help, statements, and the demo's mailbox."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from config import Settings
from lms.core import clock, outbox
from lms.core.authorisation import current_actor, guarded_by, public
from lms.core.http import same_site_path
from lms.core.i18n import LANGUAGES
from lms.core.unit_of_work import current_session, writes
from lms.site import disclosure, health, mailbox, operations, policies
from lms.site.standpoint import standpoint
from lms.site.start import build

site = Blueprint("site", __name__)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@site.get("/")
@guarded_by(policies.may_see_start)
def start() -> ResponseReturnValue:
    """What waits for you, for the hat that is on."""
    here = standpoint()
    page = build(current_session(), actor=current_actor(), here=here)
    return render_template("site/start.html", here=here, page=page)


@site.post("/taal")
@public("a stranger may choose a language too; it is kept in the cookie alone")
@writes
def language() -> ResponseReturnValue:
    """Choose a language and come back."""
    chosen = request.form.get("locale", "")
    if chosen not in LANGUAGES:
        abort(400)
    cookie["locale"] = chosen
    return redirect(same_site_path(request.form.get("next")) or "/", 303)


@site.get("/hulp")
@public("help is for everybody, also for who cannot sign in")
def help() -> ResponseReturnValue:  # noqa: A001
    """How Samenloop works, per hat, and whom to ask."""
    return render_template("site/help.html", has_mailbox=_has_mailbox())


@site.get("/toegankelijkheid")
@public("the law asks for an accessibility statement that anybody can read (AC-04)")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("site/accessibility.html")


@site.get("/privacy")
@public("people read the privacy statement before they sign in")
def privacy() -> ResponseReturnValue:
    """What is kept of whom, and why."""
    return render_template("site/privacy.html")


@site.get("/wie-ziet-wat")
@guarded_by(policies.may_see_start)
def who_sees_what() -> ResponseReturnValue:
    """Who reads what, in one table that follows from the doors themselves."""
    world = disclosure.made_up_world()
    return render_template(
        "site/who_sees_what.html", readers=disclosure.readers(world), things=disclosure.things(world)
    )


@site.get("/livez")
@public("a load balancer asks whether the process lives")
def live() -> ResponseReturnValue:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@site.get("/readyz")
@public("a load balancer asks whether work can be done; the answer holds no secrets")
def ready() -> ResponseReturnValue:
    """Database, schema and disk are there."""
    missing = health.missing_parts(current_session(), data_dir=_settings().data_dir)
    text = "ready\n" if not missing else "".join(f"not ready: {part}\n" for part in missing)
    return Response(text, 503 if missing else 200, mimetype="text/plain")


@site.get("/.well-known/security.txt")
@public("who finds a weakness must know where to report it (AC-24)")
def security_txt() -> ResponseReturnValue:
    """Where to report a weakness; valid for half a year from today."""
    expires = (clock.now() + timedelta(days=180)).replace(microsecond=0)
    address = _settings().mail_from.rpartition("<")[2].rstrip(">")
    answer = make_response(
        f"Contact: mailto:{address}\n"
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {_settings().base_url}/.well-known/security.txt\n"
    )
    answer.mimetype = "text/plain"
    return answer


def _has_mailbox() -> bool:
    """Whether this is a demo that keeps its mails to itself."""
    return _settings().demo and not _settings().smtp_url


def _demo_mail() -> Path:
    """The folder with the demo's mails; outside a demo there is no such page."""
    if not _has_mailbox():
        abort(404)
    return _settings().data_dir / "mail"


@site.get("/postvak")
@guarded_by(policies.may_read_mailbox)
def mailbox_list() -> ResponseReturnValue:
    """The mails that this demo would have sent, newest first."""
    return render_template("site/mailbox_list.html", letters=mailbox.list_letters(_demo_mail()))


def _find_letter(_session: Session, *, name: str) -> mailbox.Letter | None:
    return mailbox.find_letter(_demo_mail(), name)


@site.get("/postvak/<string:name>")
@guarded_by(policies.may_read_letter, load=_find_letter)
def mailbox_show(letter: mailbox.Letter) -> ResponseReturnValue:
    """One of the demo's mails."""
    return render_template("site/mailbox_show.html", letter=letter)


@site.get("/wachtrij")
@guarded_by(policies.may_see_queue)
def queue_show() -> ResponseReturnValue:
    """The mails and other work that the worker still has to do, and what failed."""
    session = current_session()
    return render_template(
        "site/queue_show.html",
        standing=outbox.queue_standing(session),
        failing=outbox.list_failing(session),
        most_attempts=len(outbox.RETRY_AFTER),
    )


@site.post("/wachtrij/<uuid:intent_id>/opnieuw")
@guarded_by(policies.may_retry_work, load=outbox.find_failing)
@writes
def work_retry(intent: outbox.Intent) -> ResponseReturnValue:
    """Try failed work again at once."""
    operations.retry_work(current_session(), actor=current_actor(), intent=intent)
    flash(_("Het wordt nu opnieuw geprobeerd."))
    return redirect(url_for("site.queue_show"), 303)
