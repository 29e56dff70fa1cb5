"""Text files that people wrote: in UTF-8, or in the GB encodings in which Excel and Notepad save in China."""

import json
from contextlib import suppress
from pathlib import Path

from generators.errors import BilingualError
from generators.files import whole_file

MOST_BYTES = 64 << 20


def read_text(path: Path) -> str:
    """A file's text, whether saved as UTF-8 (with or without a byte-order mark), UTF-16 with one, or GBK / GB 18030.

    Raises `BilingualError` for a file that is missing, cannot be read, is no text, or is larger than any that people write.
    """
    if path.is_dir() or not path.exists():
        raise BilingualError(f"There is no file {path}.", f"找不到文件 {path}。")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BilingualError(
                f"{path} is larger than {MOST_BYTES >> 20} MB.", f"{path} 超过 {MOST_BYTES >> 20} MB。"
            )
        content = path.read_bytes()
    except OSError as error:
        raise BilingualError(
            f"{path} cannot be read ({error.strerror}).", f"无法读取 {path}（{error.strerror}）。"
        ) from error
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Text in GB encodings is hardly ever valid UTF-8; the other way round it often is.
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BilingualError(f"{path} is not a text file.", f"{path} 不是文本文件。")


def as_json(content: object) -> bytes:
    """JSON as Jupyter itself writes it."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def write(target: Path, content: bytes, *, private: bool = False) -> None:
    """Write a whole file or nothing, for a colleague who shares the folder to read, whatever this program's umask is.

    A `private` one is for nobody but its owner.
    """
    mode = 0o600 if private else 0o644
    with whole_file(target) as part:
        part.touch(mode=mode)
        part.write_bytes(content)
        part.chmod(mode)


def make_private(path: Path) -> None:
    """Let nobody but its owner read a file that is there; nothing where it is somebody else's, or there is none."""
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
