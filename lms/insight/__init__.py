"""Directors' progress pages from lower features' readers; never writes."""
