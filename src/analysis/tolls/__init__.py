"""From pages to tolls: rows, pages (by cell), reconcile (what they agree on), bounds, months, monthly (all of it)."""
