"""Questions: feedback that teaches while a learner works, and the points that an instructor gives.

A module's `lessons/mNN_name/questions/` states its questions (see `authoring`). The build runs the model answers and the
typical wrong ones, and seals what they return into `twinline/feedback/mNN.json` (`bake`, `sheet`, `marks`). That sheet is all
that a learner's copy has: `checker` calls the learner's function (`calling`, `cases`, `returns`, `properties`), compares
(`judging`) and shows a `verdict`. An instructor's copy grades on other banks, with the source itself (`grading`).
"""

from twinline.questions.checker import Checker, exercise

__all__ = ["Checker", "exercise"]
