"""Lessons to notebooks: bilingual MyST sources in, notebooks in two languages out (see docs/authoring.md)."""

from twinline.notebooks.build import build_all
from twinline.notebooks.problems import BuildError, Problem
from twinline.notebooks.write import stale, write

__all__ = ["BuildError", "Problem", "build_all", "stale", "write"]
