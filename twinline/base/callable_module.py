"""Modules that can be called: `tw.progress()` shows progress, while `twinline.progress` goes on being a package."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def make_callable(name: str, call: Callable[..., Any]) -> None:
    """Let the module of this name be called as `call` is. A package that is imported hides a lazy name of the same name."""

    class Called(ModuleType):
        def __call__(self, *given: Any, **named: Any) -> Any:
            return call(*given, **named)

    Called.__call__.__doc__ = call.__doc__
    sys.modules[name].__class__ = Called
