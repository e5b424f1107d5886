"""The texts of a programme, as its coordinator writes them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.agreements import operations, policies, queries, rules
from lms.agreements.forms import TextEditForm, whole_number
from lms.agreements.rules import EditedText
from lms.agreements.views.blueprint import bp, refuse
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes


@bp.route("/opleidingen/<uuid:programme_id>/teksten/<string:kind>", methods=["GET", "POST"])
@guarded_by(policies.may_write_text, load=queries.get_edited_text)
@writes
def text_edit(edited: EditedText) -> ResponseReturnValue:
    """Read and change a text; of two tabs the second sees both."""
    form, status, theirs = TextEditForm(data={"text": edited.text, "number": str(edited.number)}), 200, None
    if form.validate_on_submit():
        try:
            operations.write_text(
                current_session(),
                actor=current_actor(),
                programme=edited.programme,
                kind=edited.kind,
                text=form.text.data or "",
                number=whole_number(form.number.data),
            )
            flash(_("De nieuwe tekst geldt voor wie daarna een overeenkomst of verklaring krijgt."))
            programme_id = edited.programme.public_id
            return redirect(url_for("programmes.programme_show", programme_id=programme_id), 303)
        except ConflictError:
            theirs, status, form.number.data = edited.text, 409, str(edited.number)
        except operations.UnknownPlaceError as error:
            form.text.errors = [_("‘%(name)s’ kennen we niet. Hieronder staat wat kan.", name=error.name)]
            status = error.status
        except operations.UnchangedTextError as error:
            status = refuse(form, error, form.text)
    elif form.is_submitted():
        status = 422
    return render_template(
        "agreements/text_edit.html", edited=edited, form=form, theirs=theirs, places=rules.PLACES[edited.kind]
    ), status
