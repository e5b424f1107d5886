"""The features in their order: the only file that knows them all."""

from __future__ import annotations

from lms.accounts.feature import FEATURE as ACCOUNTS
from lms.admissions.feature import FEATURE as ADMISSIONS
from lms.agreements.feature import FEATURE as AGREEMENTS
from lms.audit.feature import FEATURE as AUDIT
from lms.board.feature import FEATURE as BOARD
from lms.calendar.feature import FEATURE as CALENDAR
from lms.certification.feature import FEATURE as CERTIFICATION
from lms.cohorts.feature import FEATURE as COHORTS
from lms.demo.feature import FEATURE as DEMO
from lms.insight.feature import FEATURE as INSIGHT
from lms.jobs.feature import FEATURE as JOBS
from lms.learning.feature import FEATURE as LEARNING
from lms.matching.feature import FEATURE as MATCHING
from lms.messages.feature import FEATURE as MESSAGES
from lms.papers.feature import FEATURE as PAPERS
from lms.planning.feature import FEATURE as PLANNING
from lms.programmes.feature import FEATURE as PROGRAMMES
from lms.reminders.feature import FEATURE as REMINDERS
from lms.rosters.feature import FEATURE as ROSTERS
from lms.shadowing.feature import FEATURE as SHADOWING
from lms.site.feature import FEATURE as SITE
from lms.trainings.feature import FEATURE as TRAININGS

FEATURES = (
    ACCOUNTS,
    JOBS,
    MESSAGES,
    AUDIT,
    PROGRAMMES,
    COHORTS,
    ROSTERS,
    AGREEMENTS,
    PLANNING,
    ADMISSIONS,
    BOARD,
    LEARNING,
    MATCHING,
    TRAININGS,
    PAPERS,
    SHADOWING,
    CERTIFICATION,
    INSIGHT,
    CALENDAR,
    REMINDERS,
    SITE,
    DEMO,
)
