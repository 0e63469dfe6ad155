"""Run the notebooks for many months, and check what was run."""
