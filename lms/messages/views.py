"""Everybody's own notices, how they are mailed, and the link in a mail that makes them fewer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.accounts.models import Person
from lms.core import signing
from lms.core.authorisation import current_actor, guarded_by, public
from lms.core.extensions import csrf
from lms.core.i18n import asked_language
from lms.core.notices import Audience, NoticeKind, kinds
from lms.core.unit_of_work import current_session, writes
from lms.messages import forms, letters, operations, policies, queries, rules
from lms.messages.models import Notice

bp = Blueprint("messages", "lms.messages")


def unread_notices() -> queries.Unread:
    """What waits unread for who asks, read once a page."""
    if "unread_notices" not in g:
        actor = current_actor()
        known = actor.is_authenticated
        g.unread_notices = queries.read_unread(current_session(), actor=actor) if known else queries.Unread()
    kept: queries.Unread = g.unread_notices
    return kept


def page_address(number: int) -> str:
    """Another page of one's own notices."""
    return url_for("messages.notices_list", pagina=number)


@bp.get("/meldingen")
@guarded_by(policies.may_read_own_notices)
def notices_list() -> ResponseReturnValue:
    """One's own notices, newest first."""
    page = request.args.get("pagina", 1, type=int)
    result = queries.list_notices(current_session(), actor=current_actor(), page=page)
    return render_template("messages/notices_list.html", result=result, page_address=page_address)


@bp.post("/meldingen/<uuid:notice_id>/openen")
@guarded_by(policies.may_open_notice, load=queries.get_notice)
@writes
def notice_open(notice: Notice) -> ResponseReturnValue:
    """Go to what a notice is about; from then on it is read."""
    operations.read_notice(current_session(), notice=notice)
    return redirect(notice.path, 303)


@bp.post("/meldingen/gelezen")
@guarded_by(policies.may_read_own_notices)
@writes
def notices_read() -> ResponseReturnValue:
    """Mark all of one's own notices as read."""
    operations.read_all(current_session(), person_id=current_actor().person_id or 0)
    flash(_("Al je meldingen staan op gelezen."), "success")
    return redirect(url_for("messages.notices_list"), 303)


def offered_kinds() -> Sequence[NoticeKind]:
    """The kinds that can concern who asks: those of staff only for whoever wears a hat."""
    is_staff = bool(current_actor().hats)
    return [kind for kind in kinds.values() if is_staff or kind.audience is Audience.PARTICIPANT]


@bp.route("/profiel/meldingen", methods=["GET", "POST"])
@guarded_by(policies.may_read_own_notices)
@writes
def preferences_edit() -> ResponseReturnValue:
    """Choose per kind how to be mailed."""
    session, person_id = current_session(), current_actor().person_id or 0
    offered = offered_kinds()
    kept = queries.chosen_deliveries(session, person_id=person_id)
    form = forms.preferences_form(offered, {kind.key: rules.delivery_of(kind, kept) for kind in offered})
    if form.validate_on_submit():
        operations.choose_deliveries(session, person_id=person_id, choices=forms.chosen(form, offered))
        flash(_("Je keuze is bewaard."), "success")
        return redirect(url_for("messages.preferences_edit"), 303)
    groups = [(audience, [k for k in offered if k.audience is audience]) for audience in Audience]
    page = render_template(
        "messages/preferences_edit.html",
        form=form,
        groups=[(audience, found) for audience, found in groups if found],
        field_name=forms.field_name,
    )
    return page, 422 if form.errors else 200


def _read_token(token: str) -> tuple[Person, str] | None:
    """Whom the link in a mail is for and about which kind; None when nobody made it or nobody is left."""
    facts = signing.read(letters.FEWER, token)
    if facts is None or (facts[1] not in kinds and facts[1] != rules.EVERY_KIND):
        return None
    person = queries.find_reader(current_session(), person_id=letters.person_in(facts))
    return (person, facts[1]) if person else None


@bp.route("/minder-post/<string:token>", methods=["GET", "POST"])
@csrf.exempt
@public("whoever reads the mail gets fewer of them, without signing in; mail programs ask it by themselves")
@writes
def fewer_mail(token: str) -> ResponseReturnValue:
    """Fewer mails of one kind: a page with one button, and the POST that mail programs send (RFC 8058)."""
    found = _read_token(token)
    if found is None:
        return render_template("messages/fewer_mail.html", kind=None, person=None, is_least=False), 404
    session, (person, key) = current_session(), found
    wanted = rules.fewer_choices(key, queries.chosen_deliveries(session, person_id=person.id))
    if request.method == "POST":
        operations.choose_deliveries(session, person_id=person.id, choices=wanted)
        if "List-Unsubscribe" not in request.form:
            return redirect(url_for("messages.fewer_mail", token=token), 303)
    now = queries.chosen_deliveries(session, person_id=person.id)
    is_least = all(rules.delivery_of(kinds[k], now) is delivery for k, delivery in wanted.items())
    with force_locale(asked_language() or person.locale):
        return render_template(
            "messages/fewer_mail.html", kind=kinds.get(key), person=person, is_least=is_least
        )


@bp.route("/geen-herinnering/<string:token>", methods=["GET", "POST"])
@csrf.exempt
@public("whoever reads the mail has no account and wants no more of them; mail programs ask it by themselves")
@writes
def reminders_stop(token: str) -> ResponseReturnValue:
    """No more reminders of one matter: a page with one button, and the POST of mail programs (RFC 8058)."""
    facts, session = signing.read(letters.STOP, token), current_session()
    if facts is None:
        return render_template("messages/reminders_stop.html", is_known=False, is_stopped=False), 404
    if request.method == "POST":
        operations.stop_reminders(session, key=facts[0])
        if "List-Unsubscribe" not in request.form:
            return redirect(url_for("messages.reminders_stop", token=token), 303)
    is_stopped = queries.is_key_stopped(session, key=facts[0])
    return render_template("messages/reminders_stop.html", is_known=True, is_stopped=is_stopped)
