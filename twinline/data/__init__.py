"""The bank's tables as learners read them, and what is computed from them everywhere: pilots, power, statistics."""
