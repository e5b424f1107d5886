"""People and organisations, the hats they wear, and how they sign in."""
