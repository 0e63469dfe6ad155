"""How many of the documented victims were children, how many women."""
