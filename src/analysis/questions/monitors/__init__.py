"""What several monitors publish for the same month."""
