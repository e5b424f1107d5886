"""Admissions: application, intake and placement; how somebody comes into a cohort."""
