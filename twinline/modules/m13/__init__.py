"""What module m13 alone needs."""
