"""The manifest of matching."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.accounts.events import PersonErased
from lms.agreements.slots import managers_readers
from lms.cohorts.events import EnrolmentStateChanged
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind
from lms.core.slots import JobKind
from lms.matching import events, models, queries, subscribers
from lms.matching.operations import (
    editing,
    learning_goals,
    leaving,
    line_managers,
    pins,
    proposals,
    publishing,
    rounds,
    vetoes,
)
from lms.matching.personal_data import PERSONAL_DATA
from lms.matching.views import blueprint


def _set_up(_app: Flask) -> None:
    managers_readers["matching"] = queries.list_managers_addresses


FEATURE = Feature(
    name="matching",
    models=models,
    set_up=_set_up,
    blueprints=(blueprint,),
    subscriptions=(
        (EnrolmentStateChanged, subscribers.take_out_who_stopped),
        (PersonErased, subscribers.forget_erased),
        (events.RoundPublished, subscribers.tell_placed),
        (events.RoundRepaired, subscribers.tell_changed),
        (events.MemberLeft, subscribers.tell_staff_who_left),
    ),
    notice_kinds=(
        NoticeKind(
            key=subscribers.PLACED,
            label=_l("Je groep of duo is bekend, of verandert"),
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(
            key=subscribers.DROPPED_OUT,
            label=_l("Iemand valt uit een groep of duo"),
            default=Delivery.AT_ONCE,
            audience=Audience.STAFF,
        ),
    ),
    job_kinds=(
        JobKind(
            key=proposals.PROPOSE,
            title=_l("Groepen voorstellen"),
            step=subscribers.propose_next,
            page=subscribers.propose_page,
        ),
    ),
    personal_data=PERSONAL_DATA,
    sentences={
        rounds.DraftExistsError: _l("Er staat al een concept klaar. Maak dat af of gooi het eerst weg."),
        rounds.TooFewPeopleError: _l("Er zijn minstens twee deelnemers nodig om iemand in te delen."),
        rounds.RoundPublishedError: _l("Deze indeling is al gepubliceerd. Dit kan daarom niet meer."),
        proposals.TooManyKeptError: _l("Er staan al twaalf voorstellen. Gooi er eerst een paar weg."),
        proposals.AlreadyWeighedError: _l(
            "Een ander veranderde deze indeling intussen. Kijk hoe het nu is en kies opnieuw."
        ),
        proposals.PublishedStaysError: _l(
            "Wat gepubliceerd is, blijft staan. Een nieuwe versie vervangt het."
        ),
        editing.ChangedMeanwhileError: _l(
            "Een ander veranderde deze versie intussen. Hieronder staat hoe het nu is."
        ),
        editing.NotByHandError: _l("Deze versie verandert niet meer. Maak eerst een eigen versie."),
        editing.NoSuchMoveError: _l("Daar kan deze persoon niet naartoe. Kies een andere plek."),
        editing.NothingToUndoError: _l("Er valt niets meer ongedaan te maken."),
        editing.ReplacedRoundError: _l("Er geldt een nieuwere indeling. Deze laat alleen zien hoe het was."),
        publishing.HardRuleBrokenError: _l(
            "Deze versie breekt een regel die altijd geldt. Los dat eerst op, dan kun je publiceren."
        ),
        publishing.AlreadyPublishedError: _l(
            "Een ander was je net voor: de indeling is intussen veranderd of gepubliceerd."
        ),
        leaving.LeftAlreadyError: _l("Deze persoon doet al niet meer mee aan deze indeling."),
        leaving.NotLeftError: _l("Deze persoon doet nog mee. Er valt niets te herstellen."),
        leaving.NothingHoldsError: _l("Herstellen kan alleen bij een indeling die nu geldt."),
        leaving.IsInRoundError: _l("Deze persoon doet al mee aan deze indeling."),
        leaving.NotInCohortError: _l("Alleen wie meedoet aan de leergroep kan worden ingedeeld."),
        pins.SamePersonError: _l("Kies twee verschillende mensen."),
        pins.PinnedAlreadyError: _l("Dit staat al vast."),
        pins.NotInRoundError: _l("Kies mensen die meedoen aan deze indeling."),
        pins.ContradictingPinError: _l("Dit kan niet samen met wat al vaststaat."),
        line_managers.OwnManagerError: _l("Niemand is de leidinggevende van zichzelf. Kies een ander."),
        line_managers.KnownManagerError: _l("Van deze persoon staat al een leidinggevende genoteerd."),
        line_managers.NotOfCohortError: _l("Kies mensen die meedoen aan deze leergroep."),
        learning_goals.TooManyGoalsError: _l("Kies hooguit drie vakgebieden."),
        learning_goals.UnknownGoalError: _l("Kies alleen vakgebieden uit de lijst."),
        vetoes.TooManyNamesError: _l(
            "Kies hooguit drie mensen. Met meer namen lukt het niet om voor iedereen een plek te vinden."
        ),
        vetoes.NobodyLeftError: _l(
            "Zo blijft er niemand over om mee samen te werken. Laat minstens één naam vrij."
        ),
        vetoes.UnknownNameError: _l("Kies alleen mensen uit je eigen leergroep."),
    },
    audit_sentences={
        events.RoundOpened: _l("Begon aan een nieuwe indeling"),
        events.RoundDiscarded: _l("Gooide een indeling weg die niet gepubliceerd was"),
        events.RoundWeighed: _l("Veranderde wat het zwaarst telt bij een indeling"),
        events.ArrangementsProposed: _l("Liet voorstellen maken voor een indeling"),
        events.ArrangementCopied: _l("Maakte een eigen versie van een indeling"),
        events.ArrangementChanged: _l("Verplaatste iemand in een eigen versie van een indeling"),
        events.ArrangementDiscarded: _l("Gooide een voorstel of eigen versie weg"),
        events.RoundPublished: _l("Publiceerde een indeling"),
        events.RoundRepaired: _l("Publiceerde een nieuwe versie van een indeling"),
        events.MemberLeft: _l("Haalde iemand uit een indeling"),
        events.MemberCame: _l("Liet iemand meedoen aan een indeling"),
        events.PinAdded: _l("Zette iets vast voor een indeling"),
        events.PinRemoved: _l("Maakte iets los dat vaststond voor een indeling"),
        events.LineManagerEntered: _l("Noteerde een leidinggevende in een leergroep"),
        events.LineManagerRemoved: _l("Haalde een genoteerde leidinggevende weg"),
        events.LearningGoalsSaved: _l("Koos waarover iemand meer wil leren"),
        events.OwnVetoesSaved: _l("Bewaarde een eigen lijst die niemand anders leest"),
    },
)
