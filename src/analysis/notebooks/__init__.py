"""Parameters, execution and batches of the notebooks, verification, the explore widgets."""
