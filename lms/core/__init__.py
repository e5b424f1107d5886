"""The kernel: database, rights, events, mail, files and time; it knows no feature."""
