"""The commands of `twinline`, a file for each group."""
