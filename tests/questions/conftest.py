"""The banks that questions are tried on, made once."""

from tests.support.question_banks import banks, own_workspace, scale

__all__ = ["banks", "own_workspace", "scale"]
