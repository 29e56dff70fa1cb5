"""The classroom: an instructor's course on nbgrader, graded fast and in a sandbox; see docs/reference/classroom.md."""

from twinline.base.start_up import without_grammar_of_urls

without_grammar_of_urls()  # here, since each of a class's processes comes in by another door
