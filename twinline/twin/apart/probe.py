"""A policy under examination: goes where the policy goes, and notes there what it does to what it is given."""

import json
import time
from typing import Any

FACTS = 0  # the number of no month: asked about it, the probe hands out what it noted


class Probe:
    """A policy that notes, of its latest answer, what it returned, what it changed of its input, and how long it took."""

    def __init__(self, policy: Any) -> None:
        self.policy = policy
        self.facts: dict[str, Any] = {}
        self.__module__ = getattr(
            policy, "__module__", type(policy).__module__
        )  # which goes along where it is the learner's

    def __call__(self, observed: Any, month: int, budget: float | None) -> Any:
        """The policy's own answer; for the month `FACTS` a frame with the facts as JSON."""
        import pandas as pd

        if month == FACTS:
            return pd.DataFrame({"facts": [json.dumps(self.facts)]})
        before = observed.copy()
        self.facts = {"began": True}
        began = time.process_time()
        try:
            given = self.policy(observed, month, budget)
        except BaseException as error:
            self.facts["wanted"] = _wanted(error)
            raise
        self.facts["seconds"] = time.process_time() - began
        self.facts["kind"] = type(given).__name__
        self.facts["changed"] = _changed(before, observed)
        return given


def _wanted(error: BaseException) -> str:
    """The column that a policy asked for in vain; "" where its error is another."""
    if isinstance(error, KeyError) and error.args:
        return str(error.args[0])
    cause = error.__cause__ or error
    if type(cause).__name__ == "UndefinedVariableError":  # of a pandas query
        return str(cause).split("'")[1] if "'" in str(cause) else ""
    if isinstance(error, AttributeError) and type(error.obj).__name__ == "DataFrame":
        return str(error.name)
    return ""


def _changed(before: Any, after: Any) -> list[str]:
    """The columns that are no longer what they were, are new, or are gone; all where rows came or went."""
    if len(before) != len(after) or not before.index.equals(after.index):
        return [str(name) for name in before]
    new = [name for name in after if name not in before]
    return [
        str(name)
        for name in [*before, *new]
        if name not in after or name in new or not before[name].equals(after[name])
    ]
