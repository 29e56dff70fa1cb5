"""Take out of a graded notebook whatever could run in the browser of whoever reads it: outputs, Markdown, links.

nbconvert's own cleaning (bleach) with the tags and attributes that tables, our charts and messages need. The feedback page
forbids scripts on top of it, by a content security policy.
"""

import html
import re
import time
from typing import Any

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
_PLAIN = frozenset(
    ["align", "alt", "border", "class", "colspan", "height", "rowspan", "scope", "start", "style", "title", "width"]
)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
_STYLES = frozenset(
    [
        "background",
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-color",
        "border-left",
        "border-radius",
        "border-right",
        "border-style",
        "border-top",
        "border-width",
        "color",
        "display",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "gap",
        "height",
        "line-height",
        "list-style-type",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "min-width",
        "opacity",
        "overflow-x",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "text-align",
        "text-decoration",
        "vertical-align",
        "white-space",
        "width",
    ]
)
_MOST = 100_000  # characters that are cleaned as HTML: what it takes grows with their square
_SECONDS = 10.0  # of processor time for one notebook
_LEFT_OUT = "[…]"


_ASIDE = "data:image/png;base64,aside/"  # stands for a picture while what is around it is cleaned


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "href":
        return re.match(r"(?i)(https?:|mailto:|#)", value.strip()) is not None
    return name in _PLAIN


_CLEANER = Cleaner(
    tags=_TAGS,
    attributes=_allowed,
    protocols=frozenset({"http", "https", "mailto", "data"}),
    strip=True,
    css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
)


class _Clean(SanitizeHTML):
    def sanitize_html_tags(self, html_str: Any) -> str:
        pictures: list[str] = []

        def aside(found: re.Match[str]) -> str:
            pictures.append(found[0])
            return f"{_ASIDE}{len(pictures) - 1}"

        text = _PICTURE.sub(aside, html_str if isinstance(html_str, str) else "".join(map(str, html_str)))
        cleaned: str = _CLEANER.clean(text)
        return re.sub(rf"{_ASIDE}(\d+)", lambda found: _put_back(pictures, int(found[1])), cleaned)


def _put_back(pictures: list[str], number: int) -> str:
    return pictures[number] if number < len(pictures) else ""


def clean(notebook: NotebookNode) -> None:
    """Leave only what is harmless by nbconvert's own list. What is too long to be cleaned is shown as text, or left out."""
    preprocessor = _Clean()
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
        if mime in data and (everything or len(_PICTURE.sub("", data[mime])) > _MOST):
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
    + rf"){_BETWEEN}\\?(?::|&colon;?|&#0*58;?|&#x0*3a;?)|data\s*:(?=\s*(?!image/(?:png|jpeg|gif);base64)[a-z]+/)",
    re.IGNORECASE,
)


def _no_script_links(text: str) -> str:
    """Markdown, and formulas, make links of their own: none of them may run a script."""
    return _SCRIPT.sub("script -", text)
