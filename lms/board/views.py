"""The board of a cohort: reading it, announcing, asking, answering, changing and taking away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.board import forms, operations, policies, queries, rules
from lms.board.forms import AnswerForm, TopicForm
from lms.board.models import Post, PostKind
from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError, RefusedFileError
from lms.core.files import DOCUMENTS, FileKind, StoredFile, download, store_file
from lms.core.unit_of_work import current_session, writes

bp = Blueprint("board", "lms.board")

ALLOWED = DOCUMENTS | {FileKind.PNG, FileKind.JPEG}
SHOWN_KINDS = {"aankondigingen": PostKind.ANNOUNCEMENT, "vragen": PostKind.QUESTION}


@bp.get("/leergroepen/<uuid:cohort_id>/prikbord")
@guarded_by(policies.may_see_board, load=get_cohort)
def board_show(cohort: Cohort) -> ResponseReturnValue:
    """What stands on the board, the newest first; of one kind or about one module when that is asked."""
    modules = queries.module_titles(current_session(), cohort=cohort)
    wanted, module_key = request.args.get("soort", ""), request.args.get("module", "")
    result = queries.list_topics(
        current_session(),
        cohort=cohort,
        kind=SHOWN_KINDS.get(wanted),
        module_key=module_key if module_key in modules else None,
        page=request.args.get("pagina", 1, type=int),
    )

    def address(page: int | None = None, soort: str = wanted) -> str:
        kept: dict[str, Any] = {"soort": soort or None, "module": module_key or None, "pagina": page}
        return url_for("board.board_show", cohort_id=cohort.public_id, **kept)

    return render_template(
        "board/board_show.html",
        cohort=cohort,
        result=result,
        modules=modules,
        wanted=wanted,
        module_key=module_key,
        address=address,
    )


@bp.route("/leergroepen/<uuid:cohort_id>/prikbord/aankondiging", methods=["GET", "POST"])
@guarded_by(policies.may_announce, load=get_cohort)
@writes
def announcement_new(cohort: Cohort) -> ResponseReturnValue:
    """Announce something to everybody in the cohort."""
    return _open(cohort, PostKind.ANNOUNCEMENT, "board/announcement_new.html")


@bp.route("/leergroepen/<uuid:cohort_id>/prikbord/vraag", methods=["GET", "POST"])
@guarded_by(policies.may_ask, load=get_cohort)
@writes
def question_new(cohort: Cohort) -> ResponseReturnValue:
    """Ask something that others may know or want to know too."""
    return _open(cohort, PostKind.QUESTION, "board/question_new.html")


def _open(cohort: Cohort, kind: PostKind, template: str) -> ResponseReturnValue:
    form = forms.topic_form(queries.module_titles(current_session(), cohort=cohort))
    if form.validate_on_submit():
        try:
            post = operations.open_topic(
                current_session(),
                actor=current_actor(),
                cohort=cohort,
                kind=kind,
                title=form.title.data or "",
                body=form.body.data or "",
                module_key=form.module_key.data or "",
                file=_stored(form),
            )
        except RefusedFileError as refusal:
            form.file.errors = [forms.refused_file(refusal)]
        else:
            flash(_("Je bericht staat op het prikbord."), "success")
            return redirect(url_for("board.post_show", post_id=post.public_id), 303)
    return render_template(template, cohort=cohort, form=form), 422 if form.errors else 200


def _stored(form: AnswerForm | TopicForm) -> StoredFile | None:
    upload = form.upload
    if upload is None:
        return None
    name = upload.filename or ""
    return store_file(current_session(), stream=upload.stream, name=name, allowed=ALLOWED)


@bp.get("/prikbord/<uuid:post_id>")
@guarded_by(policies.may_see_post, load=queries.get_topic)
def post_show(topic: Post) -> ResponseReturnValue:
    """An announcement or a question, with its answers."""
    return _topic_page(topic, AnswerForm())


def _topic_page(topic: Post, form: AnswerForm) -> str:
    page = request.args.get("pagina", type=int)
    return render_template(
        "board/post_show.html",
        topic=topic,
        form=form,
        answers=queries.list_answers(current_session(), topic=topic, page=page),
        modules=queries.module_titles(current_session(), cohort=topic.cohort),
        is_editable=lambda post: rules.is_editable(post, moment=clock.now()),
        address=lambda number: url_for("board.post_show", post_id=topic.public_id, pagina=number),
    )


@bp.post("/prikbord/<uuid:post_id>/antwoorden")
@guarded_by(policies.may_see_post, load=queries.get_topic)
@writes
def answer_new(topic: Post) -> ResponseReturnValue:
    """Answer."""
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            post = operations.answer(
                current_session(),
                actor=current_actor(),
                topic=topic,
                body=form.body.data or "",
                file=_stored(form),
            )
        except RefusedFileError as refusal:
            form.file.errors = [forms.refused_file(refusal)]
        else:
            flash(_("Je antwoord staat op het prikbord."), "success")
            address = url_for("board.post_show", post_id=topic.public_id, _anchor=f"bericht-{post.public_id}")
            return redirect(address, 303)
    return _topic_page(topic, form), 422


@bp.route("/prikbord/<uuid:post_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_edit_post, load=queries.get_post)
@writes
def post_edit(post: Post) -> ResponseReturnValue:
    """Change one's own words, within a day."""
    if not rules.is_editable(post, moment=clock.now()):
        raise rules.PostRemovedError if post.is_removed else rules.EditTooLateError
    form = forms.post_edit_form(post, _modules_of(post))
    if not form.validate_on_submit():
        page = render_template("board/post_edit.html", post=post, form=form)
        return page, 422 if form.errors else 200
    typed = form.data
    try:
        operations.edit_post(
            current_session(),
            actor=current_actor(),
            post=post,
            title=typed.get("title", ""),
            body=typed["body"],
            module_key=typed.get("module_key", ""),
            version=forms.number_in(typed["version"]),
        )
    except ConflictError:
        words = _("Tekst")
        raise ConflictError(yours=[(words, typed["body"])], theirs=[(words, post.body)]) from None
    flash(_("Je bericht is gewijzigd."), "success")
    return redirect(_address_of(post), 303)


def _modules_of(post: Post) -> Mapping[str, str]:
    return queries.module_titles(current_session(), cohort=post.cohort) if post.is_topic else {}


def _address_of(post: Post) -> str:
    topic = post.topic or post
    return url_for("board.post_show", post_id=topic.public_id, _anchor=f"bericht-{post.public_id}")


@bp.post("/prikbord/<uuid:post_id>/verwijderen")
@guarded_by(policies.may_remove_post, load=queries.get_post)
@writes
def post_remove(post: Post) -> ResponseReturnValue:
    """Take a post away; that stays visible."""
    operations.remove_post(current_session(), actor=current_actor(), post=post)
    flash(_("Het bericht is weggehaald."), "success")
    return redirect(_address_of(post), 303)


@bp.get("/prikbord/<uuid:post_id>/bestand")
@guarded_by(policies.may_see_post, load=queries.get_post)
def post_file(post: Post) -> ResponseReturnValue:
    """The file with a post."""
    if post.file is None:
        abort(404)
    return download(post.file)
