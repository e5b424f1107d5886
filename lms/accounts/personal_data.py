"""What accounts holds of a person, why, and how long."""

from __future__ import annotations

from lms.core.slots import PersonalData

_SIGN_IN = "to sign in safely"
_UNTIL_ERASURE = "until erasure"
_WHILE_NAMED = "as long as a cohort refers to it"

PERSONAL_DATA = (
    PersonalData("account_person.given_name", "to address somebody", _UNTIL_ERASURE),
    PersonalData("account_person.prefix", "to address somebody", _UNTIL_ERASURE),
    PersonalData("account_person.family_name", "to address somebody", _UNTIL_ERASURE),
    PersonalData("account_person.email", "to sign in and to be told that something waits", _UNTIL_ERASURE),
    PersonalData("account_person.email_key", "to keep addresses unique", _UNTIL_ERASURE, exported=False),
    PersonalData("account_person.password_hash", _SIGN_IN, _UNTIL_ERASURE, exported=False),
    PersonalData("account_person.second_factor_secret", _SIGN_IN, _UNTIL_ERASURE, exported=False),
    PersonalData("account_person.locale", "to read in one's own language", _UNTIL_ERASURE),
    PersonalData("account_membership.person_id", "to know for whom somebody works", _WHILE_NAMED),
    PersonalData("account_hat.person_id", "to know who may do what", _WHILE_NAMED),
    PersonalData("account_hat.granted_by_id", "to know who granted a right", "as long as the hat itself"),
    PersonalData("account_session.person_id", _SIGN_IN, "twelve hours at most"),
    PersonalData("account_session.device", "to recognise one's own devices", "twelve hours at most"),
    PersonalData("account_token.person_id", _SIGN_IN, "thirty days after it expires", exported=False),
    PersonalData("account_token.new_email", "to confirm a new address", "thirty days after it expires"),
    PersonalData("account_attempt.key_hash", "to stop guessing", "one day, as a hash", exported=False),
)
