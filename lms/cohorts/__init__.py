"""Cohorts: enrolments, meetings with day parts, and the attendance register; never grading."""
