"""The banks that questions are tried on, and what the known answers get on them: made once."""

import pytest

from tests.support.answer_table import Tables
from tests.support.question_banks import banks, own_workspace

__all__ = ["banks", "own_workspace"]


@pytest.fixture(scope="session")
def tables(shared):
    """The tables of answers, shared by all workers of a run."""
    return Tables(shared / "answers")
