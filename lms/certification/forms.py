"""What people fill in about certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from lms.certification.models import DocumentKind
from lms.core.forms import BaseForm, at_least, at_most, choice, required


class CertificateIssueForm(BaseForm):
    """Who gets a document, and which one; the choices are set by the view."""

    enrolments = SelectMultipleField(
        _l("Deelnemers"), validators=[InputRequired(message=_l("Kies minstens één deelnemer."))]
    )
    kind = RadioField(
        _l("Document"),
        choices=[
            choice(DocumentKind.CERTIFICATE.value, _l("Certificaat")),
            choice(DocumentKind.PROOF_OF_PARTICIPATION.value, _l("Bewijs van deelname")),
        ],
        default=DocumentKind.CERTIFICATE.value,
        validators=[required(_l("Kies een document."))],
    )


class CertificateRevokeForm(BaseForm):
    """Why a document is withdrawn."""

    reason = TextAreaField(
        _l("Reden"),
        validators=[required(_l("Schrijf waarom je het document intrekt.")), at_least(10), at_most(500)],
    )


class CertificateReissueForm(BaseForm):
    """Why a new edition is made."""

    new_reason = StringField(
        _l("Reden"),
        validators=[
            required(_l("Schrijf waarom je het document opnieuw uitgeeft.")),
            at_least(5),
            at_most(500),
        ],
    )


class VerificationSearchForm(BaseForm):
    """The code on a certificate."""

    class Meta(BaseForm.Meta):
        """A search by GET changes nothing and needs no token."""

        csrf = False

    code = StringField(
        _l("Code op het certificaat"),
        validators=[required(_l("Vul de code van het certificaat in.")), at_most(60)],
    )
