"""What a Markdown cell says, apart from its words: headings, links, formulas, pictures, and its plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

TAG = re.compile(r"<[^>]*>")
HREF = re.compile(r"""<a\s[^>]*?href=["']([^"']*)["']""", re.IGNORECASE)
IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"""\balt=["']\s*[^"'\s]""", re.IGNORECASE)
WORDS = re.compile(r"\\(?:text|mathrm)\{[^{}]*\}")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

_parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin, double_inline=True)


@dataclass
class Outline:
    """The parts of a cell that both languages share; `text` is what is left for the eye, without code and tags."""

    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    pictures_without_alt: int = 0
    text: str = ""


def outline(markdown: str) -> Outline:
    """Read one cell."""
    found = Outline()
    words: list[str] = []
    for token in _flat(_parser.parse(markdown)):
        if token.type == "heading_open":
            found.headings.append(token.tag)
        elif token.type == "link_open":
            found.links.append(str(token.attrGet("href") or ""))
        elif token.type == "image":
            found.links.append(str(token.attrGet("src") or ""))
            found.pictures_without_alt += not token.content.strip()
            words.append(token.content)
        elif token.type in ("math_inline", "math_block", "math_inline_double", "math_block_label"):
            found.formulas.append(WORDS.sub(r"\\text{}", " ".join(token.content.split())))
        elif token.type in ("html_block", "html_inline"):
            html = COMMENT.sub("", token.content)
            found.links += HREF.findall(html)
            found.pictures_without_alt += sum(not ALT.search(tag) for tag in IMG.findall(html))
            words.append(TAG.sub(" ", html) if token.type == "html_block" else "")
        elif token.type == "text":
            words.append(token.content)
        elif token.type in ("inline_end", "softbreak", "hardbreak", "code_inline"):
            words.append(" \n" if token.type == "inline_end" else " ")
    found.text = "".join(words)
    return found


def _flat(tokens: list[Token]) -> Iterator[Token]:
    """Block tokens with the inline ones in their places; pictures keep their alt text in `content`."""
    for token in tokens:
        if token.type == "inline":
            yield from token.children or []
            yield Token("inline_end", "", 0)
        else:
            yield token
