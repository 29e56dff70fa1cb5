"""Side-by-side figures: the bank against a limit and against other makers of transactions, each in its own process."""
