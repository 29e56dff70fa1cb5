"""What a kernel shows, rebuilt field by field: a hostile one puts anything anywhere into its messages."""

from typing import Any

from nbformat import NotebookNode, v4

SHOWING = ("stream", "display_data", "execute_result", "error")


def read_output(kind: str, content: dict[str, Any]) -> NotebookNode:
    """A message's content as a notebook's output: texts only, and no metadata, which pages do not escape."""
    output: NotebookNode
    if kind == "stream":
        name = "stderr" if content.get("name") == "stderr" else "stdout"
        output = v4.new_output("stream", name=name, text=text(content.get("text")))
    elif kind == "error":
        lines = content.get("traceback")
        output = v4.new_output(
            "error",
            ename=text(content.get("ename")),
            evalue=text(content.get("evalue")),
            traceback=[text(line) for line in lines] if isinstance(lines, list) else [],
        )
    else:
        given = content.get("data")
        data = {text(mime): text(value) for mime, value in given.items()} if isinstance(given, dict) else {}
        output = v4.new_output(kind, {mime: value for mime, value in data.items() if value})
    return output


def text(value: Any) -> str:
    """A text that can be written as UTF-8; "" for what is no text."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
