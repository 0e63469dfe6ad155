"""One room a question; in each the same files: numbers, words, table, picture."""
