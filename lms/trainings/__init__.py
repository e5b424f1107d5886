"""Vaktraining: participants of different disciplines give a training to residents whom they do not know."""
