"""The bank to try strategies on: run, pilot, play on, and compare with what others would have earned."""
