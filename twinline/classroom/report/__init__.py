"""The class report: offline pages on how a class did, from what grading found and from nbgrader's gradebook."""

from twinline.classroom.report.write import write

__all__ = ["write"]
