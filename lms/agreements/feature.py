"""The manifest of agreements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.agreements import events, models, operations, subscribers
from lms.agreements.personal_data import PERSONAL_DATA
from lms.agreements.views import bp
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind

FEATURE = Feature(
    name="agreements",
    models=models,
    blueprints=(bp,),
    subscriptions=(
        (events.AgreementDrafted, subscribers.ask_for_signatures),
        (events.SigningLinkSent, subscribers.mail_new_link),
        (events.SignersReminded, subscribers.remind),
        (events.AgreementDeclined, subscribers.tell_declined),
        (events.AgreementCompleted, subscribers.tell_complete),
    ),
    notice_kinds=(
        NoticeKind(
            key="agreements.to_sign",
            label=_l("Er wacht een leerovereenkomst op je handtekening"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(key="agreements.complete", label=_l("Je leerovereenkomst is compleet")),
        NoticeKind(
            key="agreements.staff_to_sign",
            label=_l("Een leerovereenkomst wacht op een opleider"),
            may_be_off=False,
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key="agreements.staff_complete",
            label=_l("Een leerovereenkomst is compleet"),
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key="agreements.declined",
            label=_l("Een leidinggevende tekent nog niet"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
            audience=Audience.STAFF,
        ),
    ),
    personal_data=PERSONAL_DATA,
    sentences={
        operations.AlreadyDraftedError: _l(
            "Deze deelnemer heeft al een leerovereenkomst. Maak daarvan een nieuwe versie."
        ),
        operations.HoursOutOfRangeError: _l("Vul een aantal uren in van 0,5 tot en met 40."),
        operations.ManagerIsSignerError: _l(
            "Dit is het adres van de deelnemer of een opleider. Vul het adres van de leidinggevende in."
        ),
        operations.NothingChangedError: _l("Er is niets veranderd. Er is dus geen nieuwe versie nodig."),
        operations.AgreementReplacedError: _l(
            "Er is een nieuwere versie. Deze versie kun je niet meer tekenen."
        ),
        operations.AgreementDeclinedError: _l(
            "De leidinggevende wil deze versie niet tekenen. De coördinator maakt een nieuwe."
        ),
        operations.AlreadySignedError: _l("Deze handtekening staat er al."),
        operations.NotYoursToSignError: _l("Je kunt niet tekenen voor iemand anders."),
        operations.SigningForAnotherError: _l(
            "Dit is de naam van de deelnemer of een opleider. Vul je eigen naam in."
        ),
        operations.RemarkTooShortError: _l("Schrijf in minstens 10 tekens wat er anders moet."),
        operations.NoLinkNeededError: _l("De leidinggevende heeft al getekend."),
        operations.UnknownPlaceError: _l("Tussen de accolades staat een woord dat we niet kennen."),
        operations.UnchangedTextError: _l("De tekst is niet veranderd."),
        operations.AlreadyPromisedError: _l("Je hebt de geheimhoudingsverklaring al getekend."),
    },
    audit_sentences={
        events.AgreementDrafted: _l("maakte een versie van een leerovereenkomst"),
        events.SigningLinkSent: _l("stuurde een leidinggevende een nieuwe link om te tekenen"),
        events.SignersReminded: _l("herinnerde wie een leerovereenkomst nog moet tekenen"),
        events.AgreementSigned: _l("tekende een leerovereenkomst"),
        events.AgreementDeclined: _l("tekende een leerovereenkomst niet"),
        events.AgreementCompleted: _l("een leerovereenkomst is compleet"),
        events.AgreementTextWritten: _l("veranderde een tekst van een opleiding"),
        events.ConfidentialityStatementSigned: _l("tekende de geheimhoudingsverklaring"),
    },
)
