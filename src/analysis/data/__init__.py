"""A data folder: found (folder), read (tables, by csv_reader), checked (check, rules, vocabulary, claim_rules).

As objects: rows, scopes, definitions. Written: canonical (its form), starter (a new one).
"""
