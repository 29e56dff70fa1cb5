"""The lesson's data: the `course` bank, made once where learners have it too, and the lesson itself on other banks."""

import pytest

from twinline.base.paths import COURSE
from twinline.data.tables import ensure
from twinline.twin.bank import Bank

LESSON = COURSE / "en" / "m10_churn" / "m10-lesson.ipynb"
COSTLY = {"leaning", "second-round", "second-round-shown", "one-future"}  # shown by other cells, or on one bank alone


@pytest.fixture(scope="session", autouse=True)
def course_data():
    ensure("course", quiet=True)


@pytest.fixture(scope="session", params=[11, 12, 13, 31, 32])
def lesson(request, on_another_bank):
    """What the lesson finds on a bank of another seed. References are learned elsewhere; here they are left out."""
    no_references = [(Bank, "reference_profits", lambda self, result: (1.0, 1.0))]
    skip = COSTLY if request.param != 11 else {"leaning"}
    return on_another_bank([LESSON], request.param, skip, no_references)[0]
