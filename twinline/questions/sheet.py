"""Sheets: what a learner's copy knows of a module's questions. Written by the build, without answers; read by the checker."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from generators.errors import UnknownChoice
from twinline.base.paths import FEEDBACK
from twinline.base.words import Words
from twinline.questions.cases import Case
from twinline.questions.marks import Mark
from twinline.questions.properties import Property
from twinline.questions.returns import Returns


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sealed(_Part):
    """A known answer to a case: the right one, or a wrong one whose message is `messages[code]`; sealed part by part."""

    code: str
    state: Literal["right", "nearly", "wrong"]
    parts: dict[str, Mark]


class SealedCase(Case):
    """A case with its known answers, by the name of the bank they hold for ("any" for small tables).

    `expected` is what a right answer gives for a small table, which learners may know; None on a bank.
    """

    known: dict[str, tuple[Sealed, ...]]
    expected: dict[str, list[float | int | str]] | None = None


class Taught(_Part):
    """Where a question's idea is taught: the lesson's notebook, which lies beside the exercise, and the heading there."""

    notebook: str
    title: Words


class _Question(_Part):
    id: str
    title: Words
    function: str
    arguments: tuple[str, ...]
    points: float
    hints: tuple[Words, ...]
    success: Words
    messages: dict[str, Words] = {}
    taught: Taught | None = None


class FunctionSheet(_Question):
    """A question answered by a function that returns a value."""

    kind: Literal["function"] = "function"
    returns: Returns
    seconds: float
    properties: tuple[Property, ...] = ()
    cases: tuple[SealedCase, ...]


class Rules(_Part):
    """How a policy is played and judged; see `twinline.questions.policies`."""

    share: float = Field(gt=0, le=1)
    """Of the open cards, that may be contacted."""
    budget: float | None = Field(default=None, gt=0)
    """Yuan for each open card, by planned cost; None is no limit. The best observable policy knows no budget."""
    months: int = 6
    futures: int = 8
    """In how many futures a policy is played: in four, luck moved the share of the best by .13 (one standard error)."""
    full: float = Field(gt=0)
    """Share of the best observable policy's profit from which an answer is right."""
    nearly: float = Field(gt=0)
    """The share from which it is nearly there."""
    none: float = 0.0
    """The share up to which it gains no point; between there and `full`, points rise evenly."""


class PolicySheet(_Question):
    """A question answered by a policy that is run on the twin."""

    kind: Literal["policy"] = "policy"
    rules: Rules


QuestionSheet = Annotated[FunctionSheet | PolicySheet, Field(discriminator="kind")]


class Sheet(_Part):
    """All questions of a module, in order."""

    module: str
    questions: tuple[QuestionSheet, ...]

    def to_bytes(self) -> bytes:
        """The sheet as its file."""
        content = self.model_dump(mode="json", exclude_defaults=False)
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


@lru_cache(maxsize=32)
def read_sheet(module: str, folder: Path = FEEDBACK) -> Sheet:
    """The sheet of a module such as "m10". Raises `UnknownChoice` for a module without questions."""
    path = folder / f"{module}.json"
    if not path.is_file():
        there = sorted(found.stem for found in folder.glob("m*.json"))
        raise UnknownChoice("exercise", "练习", module, there)
    return Sheet.model_validate_json(path.read_text(encoding="utf-8"))
