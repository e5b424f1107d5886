"""The calendar: what is when, on a page, and in people's own programs by a secret link."""
