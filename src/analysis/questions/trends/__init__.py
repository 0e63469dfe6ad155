"""Several months: sums, the series, what it lacks."""
