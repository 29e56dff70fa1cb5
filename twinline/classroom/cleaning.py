"""Take scripts out of what whoever grades will look at: a graded notebook's outputs and its Markdown."""

import html
import re
import time

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode

_MOST = 100_000  # characters that are cleaned as HTML: what it takes grows with their square
_SECONDS = 10.0  # of processor time for one notebook
_LEFT_OUT = "[…]"


def clean(notebook: NotebookNode) -> None:
    """Leave only what is harmless by nbconvert's own list. What is too long to be cleaned is shown as text, or left out."""
    preprocessor = SanitizeHTML()
    until = time.process_time() + _SECONDS
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            for output in cell.outputs:
                _shorten(output, time.process_time() > until)
            preprocessor.preprocess_cell(cell, {}, number)
            for output in cell.outputs:
                data = output.get("data")
                if data is None:
                    continue
                data.update({mime: _no_script_links(data[mime]) for mime in data if mime.startswith("text/")})
                if not data:  # nothing of it may be shown
                    data["text/plain"] = _LEFT_OUT
                if "attachment:" in data.get("text/markdown", ""):
                    data["text/markdown"] = _as_text(data["text/markdown"])
        else:
            if len(cell.source) > _MOST or time.process_time() > until:
                cell.source = html.escape(cell.source, quote=False)
            elif "<" in cell.source:
                preprocessor.preprocess_cell(cell, {}, number)
            cell.source = _no_script_links(cell.source)
            if cell.cell_type == "markdown" and not _can_be_shown(cell):
                cell.source = _as_text(cell.source)


def _shorten(output: NotebookNode, everything: bool) -> None:
    data = output.get("data", {})
    for mime in ("text/html", "text/markdown", "text/latex"):
        if mime in data and (everything or len(data[mime]) > _MOST):
            del data[mime]
            data.setdefault("text/plain", _LEFT_OUT)


def _can_be_shown(cell: NotebookNode) -> bool:
    """Whether nbconvert can make a page of a Markdown cell: it stops at images that are not there."""
    try:
        MarkdownWithMath(IPythonRenderer(escape=False, attachments=cell.get("attachments", {}))).render(cell.source)
    except Exception:
        return False
    return True


def _as_text(source: str) -> str:
    """Markdown that shows Markdown."""
    return "\n".join(f"    {line}" for line in html.escape(source, quote=False).splitlines())


def _letter(letter: str) -> str:
    """A letter as pages and Markdown read it: itself, or its number in one of two ways."""
    return rf"(?:{letter}|&#0*{ord(letter)};?|&#0*{ord(letter.upper())};?|&#x0*(?:{ord(letter):x}|{ord(letter.upper()):x});?)"


_BETWEEN = r"(?:[\x00-\x20]|&(?:tab|newline|#0*(?:9|10|13)|#x0*[9ad]);?)*"
_SCRIPT = re.compile(
    "("
    + "|".join(_BETWEEN.join(map(_letter, word)) for word in ("javascript", "vbscript"))
    + rf"){_BETWEEN}\\?(?::|&colon;?|&#0*58;?|&#x0*3a;?)|data\s*:(?=\s*[a-z]+/)",
    re.IGNORECASE,
)


def _no_script_links(text: str) -> str:
    """Markdown, and formulas, make links of their own: none of them may run a script."""
    return _SCRIPT.sub("script -", text)
