"""How many deaths were attributed to whom: the parties' tolls of one month, side by side."""
