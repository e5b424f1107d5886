"""A believable small year, built only by calling operations with a moved clock."""
