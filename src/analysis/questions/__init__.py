"""One room a question: its numbers, words, table and picture; audit and claims begin in findings and in claims."""
