"""Whether the press got it right."""
