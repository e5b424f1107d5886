"""How the words of this room read: stages, moments, behaviour, questions, and why something is refused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.trainings.models import Behaviour, Moment, PlanState, ScaleQuestion
from lms.trainings.rules import Gap, OutcomeFault, PairFault, Stage

STAGES = {
    Stage.DISSOLVED: _l("uit elkaar gehaald"),
    Stage.PREPARING: _l("maakt een plan"),
    Stage.WAITING: _l("wacht op een go"),
    Stage.RUNNING: _l("geeft de training"),
    Stage.EVALUATING: _l("kijkt terug"),
    Stage.FOLLOWING: _l("volgt de uitkomsten"),
    Stage.FINISHED: _l("klaar"),
}
STAGE_TONES = {
    Stage.PREPARING: None,
    Stage.WAITING: "wait",
    Stage.RUNNING: "maas",
    Stage.EVALUATING: "info",
    Stage.FOLLOWING: "info",
    Stage.FINISHED: "good",
}
PLAN_STATES = {
    PlanState.DRAFT: _l("concept"),
    PlanState.SUBMITTED: _l("wacht op een go"),
    PlanState.APPROVED: _l("go"),
    PlanState.RETURNED: _l("no-go"),
}
PLAN_TONES = {
    PlanState.DRAFT: None,
    PlanState.SUBMITTED: "wait",
    PlanState.APPROVED: "good",
    PlanState.RETURNED: "bad",
}
MOMENTS = {
    Moment.END: _l("Aan het einde"),
    Moment.ONE_MONTH: _l("Na 1 maand"),
    Moment.SIX_MONTHS: _l("Na 6 maanden"),
}
BEHAVIOURS = {
    Behaviour.OPEN_QUESTION: _l("Open vraag gesteld"),
    Behaviour.REFLECTION: _l("Teruggegeven wat iemand zei of voelde"),
    Behaviour.AFFIRMATION: _l("Bevestigd wat iemand kan of deed"),
    Behaviour.SUMMARY: _l("Samengevat"),
    Behaviour.GROUP_TALKS: _l("Groepsleden hielpen of bevroegen elkaar"),
    Behaviour.EXPLAINS: _l("Langer dan twee minuten zelf uitgelegd"),
}
QUESTIONS = {
    ScaleQuestion.USEFUL: _l("Ik heb iets aan deze training."),
    ScaleQuestion.HEARD: _l("Er werd naar mij geluisterd."),
    ScaleQuestion.EACH_OTHER: _l("Ik leerde van anderen in de groep."),
    ScaleQuestion.CONFIDENCE: _l("Ik heb vertrouwen in mijn volgende stap."),
}
SCALE = {
    1: _l("1, helemaal niet"),
    2: _l("2, een beetje"),
    3: _l("3, tussenin"),
    4: _l("4, best wel"),
    5: _l("5, heel erg"),
}
GAPS = {
    Gap.ALONE: _l("Je hebt nog geen partner. Je coördinator zoekt er een voor je."),
    Gap.DECLARATION: _l("Niet iedereen van jullie tekende de verklaring over een onbekende groep."),
    Gap.TEXTS: _l("Vul in voor welke groep, waar, met welk doel en wat jullie verwachten."),
    Gap.EXPECTATION: _l("Vul bij elke vraag in welk antwoord jullie van de groep verwachten."),
    Gap.MEETINGS: _l("Geef elke bijeenkomst een dag, een tijd, een doel en een rolverdeling."),
    Gap.ORDER: _l("De bijeenkomsten staan niet in de volgorde van hun datum."),
    Gap.ROLES: _l("Ieder van jullie leidt minstens één onderdeel."),
}
FAULTS = {
    PairFault.NUMBER: _l("Kies twee deelnemers, of drie bij een oneven aantal."),
    PairFault.NOT_HERE: _l("Iemand van hen doet niet mee aan deze leergroep."),
    PairFault.NO_DISCIPLINE: _l("Van iemand is de discipline niet bekend. Vul die eerst in."),
    PairFault.SAME_DISCIPLINE: _l("Zij hebben dezelfde discipline. Een duo mengt disciplines."),
    PairFault.NO_TRIO: _l("Een trio kan alleen één keer, en alleen bij een oneven aantal deelnemers."),
    PairFault.APART: _l("Zij kunnen nu niet samen. Samenloop zegt nooit waarom: soms is het toeval."),
    PairFault.MANAGER: _l("De een is leidinggevende van de ander. Maak een ander duo."),
}
OUTCOME_FAULTS = {
    OutcomeFault.NO_GROUP: _l("Vul in hoeveel groepsleden begonnen. Dat is er minstens één."),
    OutcomeFault.MORE_THAN_ALL: _l("Je telt meer mensen dan er begonnen. Kijk de aantallen na."),
    OutcomeFault.SUM_OF_ALL: _l(
        "Samen tellen deze aantallen meer mensen dan er begonnen. Ieder telt hier één keer."
    ),
}
