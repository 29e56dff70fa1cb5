"""The classroom: an instructor's course on nbgrader, graded fast and in a sandbox; see docs/classroom.md."""
