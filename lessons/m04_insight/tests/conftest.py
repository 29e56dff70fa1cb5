"""The lessons' data: the `course` bank, made once where learners have it too, and the lessons themselves on other banks."""

import pytest

from twinline.base.paths import COURSE
from twinline.data.tables import ensure

LESSONS = [COURSE / "en" / "m04_insight" / f"m04-lesson-{number}.ipynb" for number in (1, 2, 3)]


@pytest.fixture(scope="session", autouse=True)
def course_data():
    ensure("course", quiet=True)


@pytest.fixture(scope="session", params=[11, 12, 13])
def lessons(request, on_another_bank):
    """What the three lessons find on a bank of another seed."""
    return on_another_bank(LESSONS, request.param)
