"""What module m04 alone needs."""
