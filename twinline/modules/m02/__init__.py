"""What module m02 alone needs."""
