"""Files of any making, and whatever a kernel may put into a message: they are read, or refused, and never break the reader."""

import base64
import contextlib
import json
import re
from urllib.parse import urljoin

import nbformat
import pytest
from bleach.html5lib_shim import BleachHTMLParser, getTreeWalker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from tests.support.hostile_harm import SCRIPTS
from twinline.base.paths import SOLUTIONS
from twinline.classroom.grading.fixed_cells import Damaged, FixedCells, grade_id, put_back, read_submission
from twinline.classroom.grading.sanitise import clean
from twinline.classroom.grading.time_allowance import Allowance, TooLong
from twinline.classroom.nbgrader_config import class_config
from twinline.classroom.sandbox.outputs import SHOWING, read_output
from twinline.classroom.settings import Settings

FEW = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["q1", "q1-check", "memo", "other"])
CELLS = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw", "evil"]) | ANYTHING,
        "source": st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3) | ANYTHING,
        "metadata": st.fixed_dictionaries({"nbgrader": st.fixed_dictionaries({"grade_id": NAMES | ANYTHING})})
        | ANYTHING,
    },
    optional={"outputs": ANYTHING, "id": ANYTHING, "attachments": ANYTHING, "execution_count": ANYTHING},
)
BOOKS = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([4, 4, 4, 3, 2, 1]) | ANYTHING, "cells": st.lists(CELLS, max_size=5) | ANYTHING},
    optional={"nbformat_minor": ANYTHING, "metadata": ANYTHING, "worksheets": ANYTHING},
)


def cell(kind, name, source, **settings_):
    made = nbformat.v4.new_code_cell(source) if kind == "code" else nbformat.v4.new_markdown_cell(source)
    made.metadata["nbgrader"] = {"grade_id": name, "schema_version": 3, "task": False} | settings_
    return made


FIXED = FixedCells(
    "nb",
    (
        cell("code", "q1", "stub", locked=False, grade=False, solution=True),
        cell("code", "q1-check", "q1.check(f)", locked=True, grade=True, solution=False, points=3),
        cell("markdown", "memo", "write", locked=False, grade=True, solution=True, points=20),
    ),
    {"name": "python3", "display_name": "Python 3"},
    "",
)


@FEW
@given(book=BOOKS | ANYTHING)
def test_any_notebook_is_read_into_the_frame_or_refused(tmp_path, book):
    path = tmp_path / "nb.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    try:
        submitted = read_submission(path)
    except Damaged:
        return
    restored = put_back(submitted, FIXED)
    nbformat.validate(restored)
    mine = {grade_id(each): each for each in restored.cells if grade_id(each)}
    assert [grade_id(each) for each in restored.cells if grade_id(each)].count("q1-check") == 1
    assert mine.keys() == {"q1", "q1-check", "memo"}
    assert mine["q1-check"].source == "q1.check(f)"
    for ours in FIXED.cells:
        assert mine[grade_id(ours)].metadata == ours.metadata
        assert mine[grade_id(ours)].cell_type == ours.cell_type
    json.dumps(restored, ensure_ascii=False).encode()


@FEW
@given(content=st.binary(max_size=200))
def test_bytes_that_are_no_notebook_are_refused(tmp_path, content):
    path = tmp_path / "nb.ipynb"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        read_submission(path)


@FEW
@given(
    kind=st.sampled_from(SHOWING),
    content=st.fixed_dictionaries(
        {},
        optional={
            "name": ANYTHING,
            "text": ANYTHING | st.just("\ud800"),
            "data": ANYTHING | st.dictionaries(st.text(max_size=6), ANYTHING),
            "metadata": ANYTHING,
            "execution_count": ANYTHING,
            "ename": ANYTHING,
            "evalue": ANYTHING,
            "traceback": ANYTHING,
        },
    ),
)
def test_any_message_becomes_an_output_that_a_notebook_may_hold(kind, content):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[read_output(kind, content)])])
    nbformat.validate(book)
    json.dumps(book, ensure_ascii=False).encode()
    clean(book)


def test_cleaning_leaves_honest_texts_and_pictures_alone(tmp_path):
    picture = base64.b64encode(b"\x89PNG").decode()
    text = "Our data: 30 % use JavaScript.\n\n![x](attachment:a.png)"
    handed_in = cell("markdown", "memo", text)
    book = nbformat.v4.new_notebook(cells=[handed_in])
    handed_in.attachments = {"a.png": {"image/png": picture, "image/svg+xml": "<svg onload=alert(1)>"}, "b": {"x": 1}}
    restored = put_back(book, FIXED)
    clean(restored)
    (memo,) = [each for each in restored.cells if grade_id(each) == "memo"]
    assert memo.source == text
    assert memo.attachments == {"a.png": {"image/png": picture}}


def test_a_text_that_cannot_be_shown_is_shown_as_it_was_typed():
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("see ![x](attachment:gone.png)")])
    clean(book)
    assert book.cells[0].source == "    see ![x](attachment:gone.png)"


def test_no_way_of_writing_a_script_link_is_left():
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(SCRIPTS)])
    clean(book)
    left = book.cells[0].source.lower()
    for word in ("javascript:", "javascript&", "vbscript:", "data:text", "avascript&#", "&tab;", "<script", "<img "):
        assert word not in left
    assert "our data: 30 % of 1 &lt; 2 customers." in left


def cleaned(*cells):
    book = nbformat.v4.new_notebook(cells=[*cells])
    clean(book)
    return book.cells


def page(cells):
    """The tags of the page that nbconvert makes of cells, as feedback and formgrader do, read as browsers read it."""
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    parser = BleachHTMLParser(tags=None, strip=False, consume_entities=False, namespaceHTMLElements=False)
    return [
        (token["name"], {name: value for (_, name), value in token["data"].items()})
        for token in getTreeWalker("etree")(parser.parseFragment(html))
        if token["type"] in ("StartTag", "EmptyTag")
    ]


SPLIT = (
    '<div><img alt="\n\nx">\n<b title=" src=x onerror=document.title=1 z=">hover</b></div>',
    "<p title='\n\n*'>\n<i title=' onmouseover=alert(1) '>x</i>",
    '<img alt="\n\n![a](http://x.example/a.png)\n\n">',
    '[a](http://x.example "\n\n<img src=x onerror=alert(1)>")',
    "<div title='`'>`<img src=x onerror=alert(1)>`</div>",
    '<details title="\n\n~~~\n"><summary title="\n~~~\n<svg onload=alert(1)>">x</summary></details>',
)


@pytest.mark.parametrize("source", SPLIT)
@pytest.mark.parametrize("kind", ["cell", "output"])
def test_nothing_that_markdown_puts_together_can_run(source, kind):
    if kind == "cell":
        cells = cleaned(nbformat.v4.new_markdown_cell(source))
    else:
        shown = nbformat.v4.new_output("display_data", {"text/markdown": source})
        cells = cleaned(nbformat.v4.new_code_cell("1", outputs=[shown]))
    tags = page(cells)
    assert tags
    for tag, attributes in tags:
        assert tag not in ("script", "svg", "iframe", "form", "base", "meta", "object", "embed")
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "img" or attributes.get("src", "data:image/").startswith("data:image/")


BUSY = (
    "\\\\[" * 40_000,
    "<div>" * 19_000 + "x",
    "*a " * 6_000 + "b*" * 900,
    "a" + " " * 100_000,
    "[a](" + " " * 19_000,
)


def test_texts_that_keep_a_library_busy_are_shown_as_text():
    cells = cleaned(*map(nbformat.v4.new_markdown_cell, BUSY * 4))  # without limits it goes on for an hour
    for each, source in zip(cells, BUSY * 4, strict=True):
        assert len(source) <= 20_000 or each.source.startswith("    ")
    page(cells)


def test_what_takes_too_long_is_given_up():
    time = Allowance(0.2)
    begun = []

    def go_on():
        with time.limited(10):
            begun.append(1)
            while True:
                pass

    for _ in range(2):  # the second time the allowance is used up
        with pytest.raises(TooLong):
            go_on()
    assert len(begun) == 1


def test_code_and_colours_that_keep_a_library_busy_are_cut():
    printed = ["\x1b[" + ";" * 2_000_000 + "m", "\x1b[1mx" * 200_000, "\x1b[" * 500 + "\0" * 100_000]
    outputs = [nbformat.v4.new_output("stream", text=text) for text in printed]
    shown = nbformat.v4.new_output("execute_result", {"text/plain": printed[0]})
    failed = nbformat.v4.new_output("error", ename="E", evalue=printed[1], traceback=printed)
    (code,) = cleaned(nbformat.v4.new_code_cell("a." * 200_000, outputs=[*outputs, shown, failed]))
    page([code])
    assert len(code.source) < 10_000


def test_a_text_with_a_picture_in_it_stays():
    picture = "data:image/png;base64," + base64.b64encode(bytes(60_000)).decode()
    text = f"My chart:\n\n![chart]({picture})"
    (memo,) = cleaned(nbformat.v4.new_markdown_cell(text))
    assert memo.source == text


def test_interruptions_end_with_what_they_were_for():
    time = Allowance(20)
    for turn in range(200):  # each ends somewhere else, now and then while the next interruption is on its way
        with contextlib.suppress(TooLong), time.limited(0.05):
            sum(range(200_000 + turn * 2_000))
    sum(range(20_000_000))  # nothing comes after


def test_colours_and_code_of_honest_work_stay():
    told = "\x1b[31mred\x1b[0m and plain"
    (code,) = cleaned(nbformat.v4.new_code_cell("x = 1", outputs=[nbformat.v4.new_output("stream", text=told)]))
    assert code.source == "x = 1"
    assert code.outputs[0].text == told


@pytest.mark.parametrize("word", ["da<x>ta:image/png;base64,aside/0 ", "data:image/png;base64,aside0/0/ "])
def test_a_picture_is_shown_as_often_as_it_was_sent(word):
    sent = f'<img src="data:image/png;base64,{"A" * 50_000}">' + word * 300
    shown = nbformat.v4.new_output("display_data", {"text/html": sent})
    (code,) = cleaned(nbformat.v4.new_code_cell("1", outputs=[shown]))
    assert code.outputs[0].data["text/html"].count("A" * 50_000) == 1


@pytest.mark.parametrize(
    "style",
    [
        "background:url(http://x.example/a)",
        "background:\\75rl(http://x.example/a)",
        "margin-top:-4000px;height:4000px",
        "list-style-type:url(http://x.example/a)",
    ],
)
def test_no_style_loads_or_covers_anything(style):
    (text,) = cleaned(nbformat.v4.new_markdown_cell(f'<p style="{style}">x</p>'))
    assert "url" not in text.source
    assert "4000" not in text.source


@pytest.mark.parametrize(
    "text",
    [
        '<div class="modal in" role="dialog">Full marks</div>',
        '<table class="dataframe navbar-fixed-top"><tr><td>Full marks</td></tr></table>',
        '<div class="help panel">Full marks</div>\n\n<p class=affix>x</p>',
        "# statusmessage",
        "## pager",
        "- a\n\n  # notebook",
    ],
)
def test_nothing_becomes_a_layer_of_the_page_that_shows_it(text):
    """Bootstrap and nbgrader's own style sheets make dialogues of classes and bars of ids."""
    (found,) = cleaned(nbformat.v4.new_markdown_cell(text))
    page = MarkdownWithMath(IPythonRenderer(escape=False, attachments={})).render(found.source)
    assert not re.search(r"<[^>]*(class|id)=", page.replace(' class="dataframe"', ""))
    output = nbformat.v4.new_output("display_data", data={"text/html": text, "text/plain": "x"})
    (code,) = cleaned(nbformat.v4.new_code_cell(outputs=[output]))
    assert "class=" not in code.outputs[0].data.get("text/html", "").replace('class="dataframe"', "")


def test_lists_code_and_tables_of_honest_texts_stay():
    text = "# 结论\n\n- [x] done\n- [ ] open\n\n```python\nx = 1\n```\n\n|a|b|\n|-|-|\n|1|2|"
    (found,) = cleaned(nbformat.v4.new_markdown_cell(text))
    assert found.source == text


def test_the_marking_page_loads_its_formulas_from_its_own_server(tmp_path):
    config = class_config(tmp_path, Settings(title="x", language="zh", exercises=()))
    config.HTMLExporter.template_name = "formgrade"
    resources = {"notebook_id": "m00-exercise", "index": 0, "total": 1, "base_url": "/class"}
    page, _ = HTMLExporter(config=config).from_notebook_node(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("$x^2$")]), resources=resources
    )
    scripts = re.findall(r"<script[^>]*src=[\"']([^\"']*)", page)
    (formulas,) = [each for each in scripts if "MathJax" in each]
    assert urljoin("/class/formgrader/submissions/17/", formulas).startswith("/class/static/jupyter_server_mathjax/")
    assert "Safe" in formulas
    assert not [each for each in scripts if "//" in each]


def test_styles_of_our_own_tables_stay():
    (text,) = cleaned(nbformat.v4.new_markdown_cell('<p style="color: rgb(1, 2, 3); margin: 0 2px">x</p>'))
    assert "rgb(1, 2, 3)" in text.source


def test_texts_and_code_of_the_kit_are_shown_as_they_are():
    books = sorted(SOLUTIONS.glob("*/*/*.ipynb"))
    assert books
    for path in books:
        book = nbformat.read(path, as_version=4)
        before = [(each.cell_type, each.source) for each in book.cells]
        clean(book)
        for (kind, old), new in zip(before, book.cells, strict=True):
            assert kind != "code" or new.source == old
            assert kind == "code" or old.startswith("    ") or not new.source.startswith("    "), (path, old)
