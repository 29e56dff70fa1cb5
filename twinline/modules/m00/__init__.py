"""What module m00 alone needs."""
