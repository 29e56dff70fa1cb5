"""The lessons' data: the `course` bank, made once where learners have it too, and its lessons on other banks."""

import pytest

from twinline.base.paths import COURSE
from twinline.data.tables import ensure

LESSONS = [COURSE / "en" / "m01_o2o" / f"m01-lesson-{number}.ipynb" for number in (1, 2, 3, 4)]


@pytest.fixture(scope="session", autouse=True)
def course_data():
    ensure("course", quiet=True)


@pytest.fixture(scope="session", params=[11, 12, 13, 31, 32])
def lessons(request, on_another_bank):
    """What the lessons find on a bank of another seed."""
    return on_another_bank(LESSONS, request.param)
