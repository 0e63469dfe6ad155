"""Warm kernels. Imports nothing else of this package."""
