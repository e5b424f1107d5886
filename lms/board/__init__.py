"""The board of a cohort: announcements by its staff, questions by everybody in it, and the answers."""
