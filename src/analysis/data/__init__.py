"""A data folder: found, read, checked, begun, brought to canonical form."""
