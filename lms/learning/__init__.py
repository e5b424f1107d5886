"""The two ledgers of DR-21: a participant's own progress, and confirmed certificate requirements."""
