"""The field's words as types: measures, populations, parties, a number or its bounds."""
