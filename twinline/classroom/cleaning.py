"""Take out of a graded notebook whatever could run in the browser of whoever reads it: outputs, Markdown, links.

nbconvert's own cleaning (bleach) with the tags and attributes that tables, our charts and messages need. The feedback page
forbids scripts on top of it, by a content security policy.
"""

import re
from typing import Any

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
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
# Markdown makes links and pictures of its own; none of them may run a script.
_SCRIPT_LINK = re.compile(r"(?i)(javascript|vbscript|data\s*:\s*text)(\s|&[#\w]+;)*:?")


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
        cleaned: str = _CLEANER.clean(html_str if isinstance(html_str, str) else "".join(map(str, html_str)))
        return cleaned


def clean(notebook: NotebookNode) -> None:
    """Clean a notebook's outputs and Markdown, in place."""
    cleaner = _Clean()
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            cleaner.preprocess_cell(cell, {}, number)
        else:
            cell.source = clean_markdown(cell.source)


def clean_markdown(source: str) -> str:
    """Markdown without tags and links that could run a script. Text that holds neither stays as it is."""
    source = _CLEANER.clean(source).replace("&gt;", ">") if "<" in source else source
    return _SCRIPT_LINK.sub("-", source) if _SCRIPT_LINK.search(source) else source
