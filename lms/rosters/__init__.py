"""Lists of participants: taken in from a file, invited in rounds, given out as a file."""
