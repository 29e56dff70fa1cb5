"""Answers that are more alike than answers to the same question usually are: a hint to look, never a verdict.

Two answers are compared as sequences of Python's tokens, without comments and layout, and with every name that is no
keyword, no builtin and no method taken for the same one: renaming variables changes nothing. How alike two sequences are
is 1 less the share of tokens to be put in or taken out to make one the other (`rapidfuzz.distance.Indel`).
"""

import builtins
import io
import keyword
import tokenize
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from twinline.classroom.course import Course
from twinline.classroom.report.gather import ExerciseResults, Submission
from twinline.classroom.report.notebooks import answers, model_answers

ALIKE = 0.9
"""From here on a pair is listed."""
_MODEL = 0.85  # so near the model answer, two answers are alike because both are right
_FEWEST = 30  # tokens: shorter answers are alike by chance
_MOST = 1_500  # tokens that are compared
_PAIRS = 10  # that are listed
_USUAL = 20  # others with the same answer: then it is the usual one
_LINES = 24  # of a snippet

_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))
_LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENCODING, tokenize.ENDMARKER)


@dataclass(frozen=True)
class AlikeAnswer:
    """One question that two students answered alike; `others` are those whose answers are as near to either."""

    cell: str
    likeness: float
    snippets: tuple[str, str]
    others: int
    word_for_word: bool
    """Whether the texts agree to the letter, but for blanks at the lines' ends."""


@dataclass(frozen=True)
class AlikePair:
    """Two students and the answers that are alike, the most telling first."""

    students: tuple[Submission, Submission]
    answers: tuple[AlikeAnswer, ...]

    @property
    def weight(self) -> float:
        """How much there is to look at: alike answers count less where many gave the same."""
        return sum(each.likeness / (1 + each.others) for each in self.answers)


@dataclass
class Likeness:
    """What was compared, and what stands out. `usual` and `high` are the median and the 95th percentile of all pairs."""

    pairs: list[AlikePair] = field(default_factory=list)
    compared: int = 0
    usual: float = 0.0
    high: float = 0.0
    more: int = 0
    """Pairs that stand out as well, but are not listed."""


def tokens(code: str) -> list[str]:
    """An answer's tokens as they are compared, from below its first line (`def …:`), which is given."""
    found: list[str] = []
    body = not code.lstrip().startswith("def ")
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if not body:
                body = token.type == tokenize.NEWLINE
            elif token.type not in _LAYOUT:
                own = token.type == tokenize.NAME and token.string not in _KEPT and before != "."
                found.append("name" if own else token.string if token.string.strip() else tokenize.tok_name[token.type])
                before = token.string
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # a half-written answer is compared as far as it can be read
    return found[:_MOST]


def likeness(course: Course, exercise: ExerciseResults) -> Likeness:
    """Compare all answers of all students to each question of an exercise."""
    by_cell: dict[str, list[tuple[Submission, str]]] = defaultdict(list)
    for each in exercise.submissions:
        for cell, text in answers(course, exercise.name, each.student.id).items():
            by_cell[cell].append((each, text))
    known = model_answers(course, exercise.name)
    found: dict[tuple[str, str], list[tuple[Submission, Submission, AlikeAnswer]]] = defaultdict(list)
    levels: list[np.ndarray[tuple[int], np.dtype[np.float32]]] = []
    for cell, given in by_cell.items():
        models = [texts[cell] for texts in known if cell in texts]
        levels.append(_compare(cell, given, models, found))
    every = np.concatenate(levels) if levels else np.zeros(0, np.float32)
    if not len(every):
        return Likeness()
    pairs = [
        AlikePair(
            (rows[0][0], rows[0][1]), tuple(sorted((row[2] for row in rows), key=lambda each: (each.others, each.cell)))
        )
        for rows in found.values()
    ]
    pairs.sort(key=lambda pair: (-pair.weight, pair.students[0].student.id, pair.students[1].student.id))
    usual, high = np.percentile(every, [50, 95])
    return Likeness(pairs[:_PAIRS], len(every), float(usual), float(high), max(len(pairs) - _PAIRS, 0))


def _compare(
    cell: str,
    given: list[tuple[Submission, str]],
    models: list[str],
    found: dict[tuple[str, str], list[tuple[Submission, Submission, AlikeAnswer]]],
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Add to `found` the pairs whose answers to one question are alike; returns the likeness of every pair compared."""
    letters: dict[str, str] = {}

    def written(code: str) -> str:
        """Each kind of token as one letter, so that a sequence of them is a text."""
        return "".join(letters.setdefault(token, chr(0x10000 + len(letters))) for token in tokens(code))

    known = [written(model) for model in models]
    rows = [(each, text, line) for each, text in given if len(line := written(text)) >= _FEWEST]
    rows = [row for row in rows if all(Indel.normalized_similarity(row[2], model) < _MODEL for model in known)]
    if len(rows) < 2:
        return np.zeros(0, np.float32)
    lines = [row[2] for row in rows]
    alike = process.cdist(lines, lines, scorer=Indel.normalized_similarity, dtype=np.float32)
    upper = np.triu_indices(len(rows), 1)
    near = (alike >= ALIKE).sum(axis=1) - 1
    plain = [[line.rstrip() for line in text.strip().splitlines()] for _, text, _ in rows]
    for one, other in zip(*(side[alike[upper] >= ALIKE] for side in upper), strict=True):
        first, second, others = rows[one], rows[other], int(max(near[one], near[other])) - 1
        if others > _USUAL:
            continue
        snippets = (_snippet(plain[one]), _snippet(plain[other]))
        answer = AlikeAnswer(cell, float(alike[one, other]), snippets, others, plain[one] == plain[other])
        found[first[0].student.id, second[0].student.id].append((first[0], second[0], answer))
    return np.asarray(alike[upper], np.float32)


def _snippet(lines: list[str]) -> str:
    lines = [line[:160] for line in lines]
    return "\n".join(lines[:_LINES] + ["…"] * (len(lines) > _LINES))
