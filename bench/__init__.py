"""How fast the pages are that people open most; run by `make bench`, never as a test."""
