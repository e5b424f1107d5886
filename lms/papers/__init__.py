"""Papers: assignment, versions, rubric, grading and release; never issues a certificate."""
