"""Lessons to notebooks: bilingual MyST sources in, notebooks in two languages out (see docs/contribute/authoring.md)."""

from twinline.build.build import build_all
from twinline.build.write import stale, write
from twinline.syllabus.problems import BuildError, Problem

__all__ = ["BuildError", "Problem", "build_all", "stale", "write"]
