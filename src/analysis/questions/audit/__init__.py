"""Whether what monitors publish adds up."""
