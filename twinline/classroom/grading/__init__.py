"""Grading what was handed in: cleaned, run in a sandbox, judged outside of it, entered into the gradebook."""
