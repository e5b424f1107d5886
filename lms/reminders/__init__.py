"""Reminders: a cohort's staff plans when who still must act hears so, and sees beforehand who that is."""
