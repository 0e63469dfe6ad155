"""From pages to tolls: rows, pages (by cell), settle (what pages agree on), bounds, months, reconcile (all of it)."""
