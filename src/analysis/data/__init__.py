"""A data folder: found (folder), read (contract), checked (check, rules, vocabulary, claim_rules), typed (rows)."""
