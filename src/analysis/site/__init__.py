"""Executed notebooks as static pages."""
