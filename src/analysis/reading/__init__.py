"""What texts state: the numbers and comparisons in a sentence, a draft, an article or a report, each with its place."""
