"""What module m09 alone needs."""
