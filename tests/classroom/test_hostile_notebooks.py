"""Files of any making, and whatever a kernel may put into a message: they are read, or refused, and never break the reader."""

import base64
import json

import nbformat
import pytest
from hostile_harm import SCRIPTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinline.classroom.cleaning import clean
from twinline.classroom.frame import Damaged, Frame, grade_id, put_back, read_submission
from twinline.classroom.sandbox.outputs import SHOWING, read_output

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


FRAME = Frame(
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
    restored = put_back(submitted, FRAME)
    nbformat.validate(restored)
    mine = {grade_id(each): each for each in restored.cells if grade_id(each)}
    assert [grade_id(each) for each in restored.cells if grade_id(each)].count("q1-check") == 1
    assert mine.keys() == {"q1", "q1-check", "memo"}
    assert mine["q1-check"].source == "q1.check(f)"
    for ours in FRAME.cells:
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
    restored = put_back(book, FRAME)
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
