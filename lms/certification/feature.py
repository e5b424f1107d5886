"""The manifest of certification."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.certification import events, models, operations, subscribers
from lms.certification.views import certification
from lms.core.feature import Feature
from lms.core.notices import Delivery, NoticeKind
from lms.core.slots import PersonalData

FEATURE = Feature(
    name="certification",
    models=models,
    blueprints=(certification,),
    subscriptions=((events.CertificateIssued, subscribers.tell_participant),),
    notice_kinds=(
        NoticeKind(
            key="certification.document_ready",
            label=_l("Er staat een document voor je klaar"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
    ),
    sentences={
        operations.NotEligibleError: _l("Niet iedereen die je koos voldoet aan alle eisen."),
        operations.OwnCertificateError: _l("Je kunt geen certificaat uitgeven of wijzigen voor jezelf."),
        operations.AlreadyRevokedError: _l("Dit document was al ingetrokken."),
    },
    audit_sentences={
        events.CertificateIssued: _l("gaf een certificaat of bewijs van deelname uit"),
        events.CertificateRevoked: _l("trok een certificaat in"),
        events.CertificateReissued: _l("gaf een certificaat opnieuw uit"),
    },
    personal_data=(
        PersonalData("certificate.enrolment_id", _l("Je certificaat"), _l("10 jaar")),
        PersonalData("certificate.snapshot", _l("Je certificaat"), _l("10 jaar")),
        PersonalData("certificate.issued_by_id", _l("Wie een certificaat uitgaf"), _l("10 jaar")),
        PersonalData("certificate.revoked_by_id", _l("Wie een certificaat introk"), _l("10 jaar")),
    ),
)
