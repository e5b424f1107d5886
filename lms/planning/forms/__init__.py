"""The shape of what people fill in when they plan."""
