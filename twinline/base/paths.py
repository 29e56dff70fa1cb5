"""Where the parts of the kit lie on this machine. Nothing else in the package builds a path to them."""

import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
COURSEWARE = Path(os.environ.get("TWINLINE_COURSEWARE") or HOME)
"""What holds the lessons and all that is built from them: the kit itself, or another folder laid out like it (a test's)."""
LESSONS = COURSEWARE / "lessons"
TESTS = HOME / "tests"
COURSE = COURSEWARE / "course"
EXERCISES = COURSEWARE / "exercises"
SOLUTIONS = COURSEWARE / "solutions"
DICTIONARY = HOME / "datasets" / "datapackage.json"
FEEDBACK = COURSEWARE / "twinline" / "feedback"
LEARNED = HOME / "twinline" / "twin" / "learned"
HUB = HOME / "deploy" / "jupyterhub"


def datasets() -> Path:
    """Folder that holds the generated data; `TWINLINE_DATASETS` moves it (a shared drive, a test)."""
    return Path(os.environ.get("TWINLINE_DATASETS") or HOME / "datasets")


def workspace() -> Path:
    """Folder of the learner's own notebooks; `TWINLINE_WORKSPACE` moves it (a home drive, a test)."""
    return Path(os.environ.get("TWINLINE_WORKSPACE") or HOME / "workspace")
