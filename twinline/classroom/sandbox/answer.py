"""In the sandbox: let a learner's function answer, and hand out as data what it answers.

Imported by the fork server, so that every kernel has it. Nothing that comes out of here is believed: the learner's code runs in
the same process, and may have changed anything in it.
"""

import base64
import json
import pickle
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from twinline.questions.calling import call, quiet
from twinline.questions.returns import Returns
from twinline.questions.time_limit import within

MIME = "application/vnd.twinline.answer"


@dataclass(frozen=True)
class Asked:
    """A question's calls: the function's name, what it should return, and the inputs of every hidden case. No answers."""

    function: str
    returns: Returns | None
    """None for a policy, which is asked month after month."""
    seconds: float
    inputs: tuple[list[Any], ...] = ()


@lru_cache(maxsize=2)
def asked(path: str) -> dict[str, Asked]:
    """The calls of an exercise's questions, from a file that the grader wrote where learners' code cannot write."""
    content: dict[str, Asked] = pickle.loads(Path(path).read_bytes())
    return content


def answer(path: str, id_: str, learners: dict[str, Any]) -> None:
    """Hand out what the learner's function answers to every case of a question, up to the first error."""
    question = asked(path)[id_]
    assert question.returns is not None
    function = learners.get(question.function)
    answers = []
    if callable(function):
        for inputs in question.inputs:
            outcome = call(function, inputs, question.returns, question.seconds)
            answers.append(asdict(outcome) | {"words": outcome.words.model_dump() if outcome.words else None})
            if outcome.trouble in ("not_attempted", "error"):
                break
    _hand_out(answers)


_policy: dict[str, Any] = {}


def begin(path: str, id_: str, learners: dict[str, Any]) -> None:
    """Hand out a policy as it is now, with all that it uses: each future begins with the same one, in a kernel of its own."""
    function = learners.get(asked(path)[id_].function)
    _hand_out(_sealed(function) if callable(function) else "")


def wake(sealed: str) -> None:
    """Take a policy in, from a file that `begin` or `keep` handed out."""
    import cloudpickle

    _policy["function"] = cloudpickle.loads(base64.b85decode(Path(sealed).read_bytes()))


def keep() -> None:
    """Hand out the policy as it is after its first answer, when it may have learned something and has seen no future yet."""
    _hand_out(_sealed(_policy["function"]))


def _sealed(function: Any) -> str:
    import cloudpickle

    return base64.b85encode(cloudpickle.dumps(function)).decode()


def plan(path: str, id_: str, observed: str, month: int, budget: float | None) -> None:
    """Hand out a policy's table for a month."""
    from twinline.twin.apart.child import planned
    from twinline.twin.apart.wire import to_frame

    def columns() -> dict[str, list[Any]]:
        table = planned(_policy["function"], to_frame(Path(observed).read_bytes()), month, budget)
        return {str(name): [_plain(value) for value in table[name]] for name in table.columns}

    with quiet():
        found = within(asked(path)[id_].seconds, columns)
    _hand_out(found)


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _hand_out(content: Any) -> None:
    from IPython.core.getipython import get_ipython

    get_ipython().display_pub.publish({MIME: json.dumps(content)})  # type: ignore[union-attr]
