"""Tolls counted from a list of victims or incidents."""
