"""The append-only record of every event: who, what, when; never content."""
