"""The lesson's data: the `course` bank, made once where learners have it too."""

import pytest

from twinline.data.tables import ensure


@pytest.fixture(scope="session", autouse=True)
def course_data():
    ensure("course", quiet=True)
