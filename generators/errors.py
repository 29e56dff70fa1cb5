"""Errors that a person meets: each carries its text in both languages, and says what to do."""

import errno
from collections.abc import Callable
from pathlib import Path

_reader: Callable[[], str] = lambda: "en"  # noqa: E731


def readers_language(ask: Callable[[], str]) -> None:
    """Let `ask` say from now on which language errors are shown in ("en" or "zh")."""
    global _reader
    _reader = ask


class BilingualError(Exception):
    """An error shown to a person rather than to a programmer.

    `en` and `zh` say what was wrong, where, and what to do, in one or two lines. `str(error)`, which a notebook shows,
    is the text in the reader's language (see `readers_language`).
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.en = en
        self.zh = zh

    def __str__(self) -> str:
        return self.zh if _reader() == "zh" else self.en


class UnknownChoice(BilingualError):
    """A value that is not among the allowed ones; the message lists them on one line."""

    def __init__(self, what_en: str, what_zh: str, given: object, allowed: list[str]) -> None:
        listed = ", ".join(allowed)
        super().__init__(
            f"Unknown {what_en} {str(given)!r}: choose one of {listed}.",
            f"没有{what_zh}“{given}”，可选：{'、'.join(allowed)}。",
        )
        self.what, self.given, self.allowed = (what_en, what_zh), given, allowed

    def __reduce__(self) -> tuple[type["UnknownChoice"], tuple[str, str, object, list[str]]]:
        # Pickled between processes by what made it, not by its text.
        return type(self), (*self.what, self.given, self.allowed)


class FolderRefused(BilingualError):
    """A folder in which no dataset can be made: it holds something else, or cannot be written."""


def unwritable(error: OSError, out: Path) -> FolderRefused:
    """Why a dataset's folder could not be written, and what to do."""
    if error.errno == errno.ENOSPC:
        return FolderRefused(
            f"The disk that holds {out} is full. Free some space and run the same command again: "
            "what is finished is kept.",
            f"{out} 所在磁盘已满。请腾出空间后重新运行同一命令，已完成的部分会保留。",
        )
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return FolderRefused(
            f"{out} cannot be written ({error.strerror}). Choose a folder of your own with --out.",
            f"无法写入 {out}（{error.strerror}）。请用 --out 指定一个有写权限的文件夹。",
        )
    return FolderRefused(
        f"{out} could not be written: {error}. Run the same command again to go on.",
        f"写入 {out} 时出错：{error}。请重新运行同一命令以继续。",
    )
