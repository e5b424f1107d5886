"""Planning: a cohort's year from a template, its meetings day by day, what clashes, and what counts."""
