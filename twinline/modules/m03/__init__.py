"""What module m03 alone needs."""
