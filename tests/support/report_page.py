"""A page of the class report as people see it."""

import html
import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """A page as people see it, and what it would fetch."""

    def __init__(self, path):
        super().__init__()
        self.raw = path.read_text("utf-8")
        self.tags, self.links, self.ids, self.alts, self.data = set(), [], [], [], []
        self._words, self._open, self._blocks = [], [], []
        self.feed(self.raw)
        self.text = " ".join("".join(self._words).split())

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.tags.add(tag)
        self.links += [has[name] for name in ("src", "href", "srcset", "action", "data", "poster") if name in has]
        if "id" in has:
            self.ids.append(has["id"])
        if tag == "img" or has.get("role") == "img":
            self.alts.append(has.get("alt") or has.get("aria-label") or "")
        assert not [name for name in has if name.startswith("on")]
        if tag == "div":
            block = [{name: value for name, value in has.items() if name.startswith("data-")}, []]
            self._blocks.append(block)
            self._open.append(block)

    def handle_endtag(self, tag):
        if tag == "div":
            self._open.pop()

    def handle_data(self, data):
        self._words.append(data)
        for _, words in self._open:
            words.append(data)

    def block(self, attribute, value=None):
        """The texts of the elements with a data attribute (of that value, if one is given), in order."""
        name = f"data-{attribute}"
        found = [words for has, words in self._blocks if name in has and value in (None, has[name])]
        return [" ".join(" ".join(words).split()) for words in found]

    def cards(self):
        """{name: number} of the cards on top."""
        found = re.findall(r'<div class="\w+"><b>([^<]*)</b>([^<]*)', self.raw)
        return {html.unescape(name).strip(): number for number, name in found}


def pages(folder, *names):
    return [Page(folder / "report" / name) for name in names]
