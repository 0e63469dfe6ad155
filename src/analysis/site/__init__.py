"""A batch as static pages, composed for readers."""
