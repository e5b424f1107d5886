"""The shape of what authors fill in."""
