"""A card in a notebook: plain HTML that needs nothing else, so that it survives saving, reopening and export."""

import html


def card(colour: str, head: str, rows: list[str]) -> str:
    """A framed box with a coloured edge: a bold head (text, without HTML) and rows (HTML)."""
    bold = f'<b style="color: {colour}; font-size: 15px">{html.escape(head)}</b>'
    return (
        f'<div style="border: 1px solid #ced4da; border-left: 6px solid {colour}; border-radius: 4px; '
        f'padding: 10px 14px; margin: 4px 0px 4px 0px; line-height: 1.6; max-width: 860px">{"".join([bold, *rows])}</div>'
    )


def paragraph(line: str, style: str = "") -> str:
    """A line as HTML, with what stands between backticks as code."""
    return f'<div style="margin-top: 6px{style and "; " + style}">{marked(line)}</div>'


def code_block(text: str) -> str:
    """Code, set apart."""
    return (
        '<pre style="margin: 8px 0px 2px 0px; padding: 6px 10px; border: 1px solid #ced4da; border-radius: 4px; '
        f'white-space: pre-wrap; font-size: 13px">{html.escape(text)}</pre>'
    )


def marked(line: str) -> str:
    """A line as HTML within another, with what stands between backticks as code."""
    pieces = html.escape(line).split("`")
    return "".join(f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces))
