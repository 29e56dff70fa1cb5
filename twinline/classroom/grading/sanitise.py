"""Take out of a graded notebook whatever could run in the browser of whoever reads it: outputs, Markdown, links.

nbconvert's own cleaning (bleach) with the tags and attributes that tables, our charts and messages need. What Markdown makes
of a cleaned text is looked at too: it may put together what was harmless apart. The feedback page forbids scripts on top of
it, by a content security policy. All of it happens within a limited time: what takes longer is shown as plain text, and so
costs no more later, when pages are made.
"""

import html
import re
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbgrader
from bleach.css_sanitizer import CSSSanitizer
from bleach.html5lib_shim import BleachHTMLParser, Filter, getTreeWalker
from bleach.sanitizer import Cleaner
from jupyter_core.paths import jupyter_path
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode, v4

from twinline.classroom.grading.time_allowance import Allowance, TooLong

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
    ["align", "alt", "border", "colspan", "height", "rowspan", "scope", "start", "style", "title", "width"]
)
# A page's own style sheets make dialogues and layers of classes, so only these are left: those of pandas' tables, and
# those that Markdown makes, the short ones of coloured code among them.
_CLASSES = frozenset(["dataframe"])
_OF_MARKDOWN = re.compile(r"anchor-link|footnote\w*(-\w+)?|task-list-item(-checkbox)?|highlight|[a-z][a-z0-9]{0,2}")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
_ASCII_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=]*")  # in which no Markdown can hide
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
_MOST_HTML = 100_000  # characters, pictures apart: what cleaning takes grows with their square
_MOST_TEXT = 20_000  # characters of a text or a formula, or of a cell's code
_MOST_LINE = 2_000  # characters of a line of code
_PLAIN_CODE = 3_000, 300  # characters of code, and of its lines, up to which colouring it takes no time to speak of
_MOST_COLOURS = 1_000  # changes of colour in a printed text
_SECONDS = 10.0  # of processor time for one notebook
_SECONDS_EACH = 3.0  # for one text or output of it
_LEFT_OUT = "[…]"


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "href":
        return re.match(r"(?i)(https?:|mailto:|#)", value.strip()) is not None
    return name in _PLAIN or (name == "class" and _CLASSES.issuperset(value.split()))


def _made_by_markdown(tag: str, name: str, value: str) -> bool:
    """What nbconvert's Markdown adds to the tags and attributes of a text: anchors, footnotes, boxes to tick."""
    if name == "style":
        return _is_quiet(value)
    if name == "class":
        return all(_CLASSES.issuperset([each]) or _OF_MARKDOWN.fullmatch(each) for each in value.split())
    if tag == "input":
        return name in ("disabled", "checked") or (name, value) == ("type", "checkbox")
    if name == "id":
        return value not in _styled_ids()
    return name == "name" or _allowed(tag, name, value)


@cache
def _styled_ids() -> frozenset[str]:
    """Ids that a style sheet of the marking page knows: a heading called "pager" would become the page's own bottom bar."""
    pages = [Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "static" / "css" / "formgrade.css"]
    pages += [Path(folder) / "nbconvert/templates/classic/static/style.css" for folder in jupyter_path()]
    sheets = [page.read_text(encoding="utf-8") for page in pages if page.is_file()]
    return frozenset(found for sheet in sheets for found in re.findall(r"#([A-Za-z][\w-]*)", sheet))


_LOUD = re.compile(r"(?i)(?<!rgb)(?<!rgba)(?<!hsl)(?<!hsla)\(|\\|(?<![\w-])-\s*[\d.]")


def _is_quiet(style: str) -> bool:
    """Whether a style loads nothing, and moves nothing over the rest of the page."""
    return _LOUD.search(style) is None


class _Attributes(Filter):  # type: ignore[misc]
    """Attributes on one line, as Markdown reads a blank line as the end of a tag; no style that loads or covers anything."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in Filter.__iter__(self):
            if token["type"] in ("StartTag", "EmptyTag"):
                token["data"] = {
                    name: re.sub(r"\s+", " ", value)
                    for name, value in token["data"].items()
                    if name[1] != "style" or _is_quiet(value)
                }
            yield token


def _cleaner() -> Cleaner:
    return Cleaner(
        tags=_TAGS,
        attributes=_allowed,
        protocols=frozenset({"http", "https", "mailto", "data"}),
        strip=True,
        filters=[_Attributes],
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
    )


class _Clean(SanitizeHTML):
    def sanitize_html_tags(self, html_str: Any) -> str:
        pictures: list[str] = []
        # Stands for a picture while what is around it is cleaned. Nobody can guess it, and each is put back once.
        aside = f"data:image/png;base64,aside{secrets.token_hex(16)}/"

        def keep(found: re.Match[str]) -> str:
            pictures.append(found[0])
            return f"{aside}{len(pictures) - 1}/"

        def put_back(found: re.Match[str]) -> str:
            number = int(found[1])
            picture, pictures[number] = pictures[number], ""
            return picture

        text = _PICTURE.sub(keep, html_str if isinstance(html_str, str) else "".join(map(str, html_str)))
        cleaned: str = _cleaner().clean(text)
        return re.sub(rf"{aside}(\d{{1,9}})/", put_back, cleaned)


def clean(notebook: NotebookNode) -> None:
    """Leave only what is harmless by nbconvert's own list. What takes too long to be cleaned is shown as text, or left out."""
    time = Allowance(_SECONDS)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = _code(cell.source, time)
            for output in cell.outputs:
                _output(output, time)
        else:
            cell.source = _text(cell.source, time, cell.get("attachments", {}), rendered=cell.cell_type == "markdown")


def _text(source: str, time: Allowance, attachments: dict[str, Any], *, rendered: bool = True) -> str:
    """A text that is harmless, and that pages can be made of."""
    if len(_ASCII_PICTURE.sub("", source)) > _MOST_TEXT:
        return _as_text(f"{source[:_MOST_TEXT]}\n{_LEFT_OUT}")
    try:
        with time.limited(_SECONDS_EACH):
            cleaned = _Clean().sanitize_html_tags(source) if "<" in source else source
            cleaned = _no_script_links(cleaned)
            if not rendered or _is_harmless(cleaned, attachments):
                return cleaned
    except TooLong:
        pass
    return _as_text(source)


def _is_harmless(markdown: str, attachments: dict[str, Any]) -> bool:
    """Whether nbconvert can make a page of a text (it stops at pictures that are not there), and nothing in it could run."""
    try:
        page = MarkdownWithMath(IPythonRenderer(escape=False, attachments=attachments)).render(markdown)
    except Exception:
        return False
    parser = BleachHTMLParser(tags=None, strip=False, consume_entities=False, namespaceHTMLElements=False)
    for token in getTreeWalker("etree")(parser.parseFragment(page)):
        if token["type"] not in ("StartTag", "EmptyTag"):
            continue
        tag = token["name"]
        if tag not in _TAGS and tag not in ("input", "section"):
            return False
        if not all(_made_by_markdown(tag, name, value) for (_, name), value in token["data"].items()):
            return False
    return True


def _code(source: str, time: Allowance) -> str:
    """A cell's code that can be coloured in no time: the whole of it is in what was handed in."""
    lines = source[:_MOST_TEXT].split("\n")
    if len(source) > _MOST_TEXT or max(map(len, lines)) > _MOST_LINE:
        source = "\n".join(
            line if len(line) <= _MOST_LINE else f"{line[:_MOST_LINE]}  # {_LEFT_OUT}"
            for line in [*lines, f"# {_LEFT_OUT}"]
        )
    if len(source) > _PLAIN_CODE[0] or max(map(len, source.split("\n"))) > _PLAIN_CODE[1]:
        try:
            with time.limited(_SECONDS_EACH):
                Highlight2HTML(pygments_lexer="ipython3")(source)
        except TooLong:
            return f"# {_LEFT_OUT}"
    return source


def _output(output: NotebookNode, time: Allowance) -> None:
    """An output without what could run, or takes too long."""
    for name in ("text", "ename", "evalue"):
        if name in output:
            output[name] = _few_colours(output[name])
    if "traceback" in output:
        output.traceback = [_few_colours(line) for line in output.traceback]
    data = output.get("data")
    if data is None:
        return
    if len(data.get("text/latex", "")) > _MOST_TEXT:
        del data["text/latex"]
    markdown = data.pop("text/markdown", None)  # looked at last: what is changed afterwards nobody would have looked at
    try:
        if len(_PICTURE.sub("", data.get("text/html", ""))) > _MOST_HTML:
            raise TooLong
        with time.limited(_SECONDS_EACH):
            _Clean().preprocess_cell(v4.new_code_cell(outputs=[output]), {}, 0)
    except TooLong:
        data.pop("text/html", None)
        _Clean().preprocess_cell(v4.new_code_cell(outputs=[output]), {}, 0)
    data.update({mime: _no_script_links(_few_colours(data[mime])) for mime in data if mime.startswith("text/")})
    if markdown is not None:
        data["text/markdown"] = _text(_few_colours(markdown), time, {})
    if not data:  # nothing of it may be shown
        data["text/plain"] = _LEFT_OUT


_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]?)?")
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")


def _few_colours(text: str) -> str:
    """A printed text with no control sequences but those for colours, and not too many: pages are slow to be made of them."""
    kept = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal kept
        kept += 1
        return found[0] if kept <= _MOST_COLOURS and _COLOUR.fullmatch(found[0]) else ""

    return _ESCAPE.sub(keep, text) if "\x1b" in text else text


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


_FAR = re.compile(r"!(\[[^\]\n]{0,300}\]\(\s{0,9}<?https?:)", re.IGNORECASE)
_FORMULA = re.compile(r"\\(style|class|cssId|require|unicode)(?![A-Za-z])")


def _no_script_links(text: str) -> str:
    """Markdown, and formulas, make links and styles of their own: none may run a script, or load what lies elsewhere."""
    return _FORMULA.sub(r"\1", _FAR.sub(r"\1", _SCRIPT.sub("script -", text)))
