"""The matcher: who is placed with whom, why, what it could not satisfy, and how to go on without somebody."""
