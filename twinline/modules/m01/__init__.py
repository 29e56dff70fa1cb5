"""What module m01 alone needs."""
