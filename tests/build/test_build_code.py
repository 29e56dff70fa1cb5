"""Code cells in one language: what `t()` and `# t:` become."""

import ast

import pytest

from twinline.base.bilingual_code import CodeError, in_language, parse

CASES = {
    "a label": ('ax.set(title=t("Online share", "线上占比"), y=1)', 'ax.set(title="Online share", y=1)'),
    "after Chinese on the same line": ('a = "线上", t("online", "线上")', 'a = "线上", "online"'),
    "an operand keeps its meaning": ("x = 2 * t(a + b, c)", "x = 2 * (a + b)"),
    "a conditional": ("x = t(a if b else c, d) + 1", "x = (a if b else c) + 1"),
    "a method of the text": ('t("a" "b", "c").upper()', '"a" "b".upper()'),
    "two lines outside brackets": ('x = t("a"\n"b", "c")', 'x = ("a"\n"b")'),
    "two lines inside brackets": ('f(t("a"\n"b", "c"))', 'f("a"\n"b")'),
    "a docstring": ('def f():\n    t("""One\n    two""", """一""")', 'def f():\n    """One\n    two"""'),
    "an f-string as a text": ('t(f"{x:.0%} online", f"线上 {x:.0%}")', 'f"{x:.0%} online"'),
    "inside an f-string": ("f\"{t('Share', '占比')}: {x}\"", 'f"Share: {x}"'),
    "inside an f-string, with a format": ("f\"{t('Share', '占比'):>9}: {x}\"", "f\"{'Share':>9}: {x}\""),
    "inside an f-string after Chinese": ("f\"占{t('a', '比')}{x}\"", 'f"占a{x}"'),
    "nested": ('t(f(t("a", "b")), "c")', 'f("a")'),
    "directly nested": ('t(t("a", "b"), "c")', '"a"'),
    "keys and values": ('{t("in", "入"): t("out", "出")}', '{"in": "out"}'),
    "a lambda": ("g = t(lambda x: x, abs)", "g = (lambda x: x)"),
    "a method called t is not ours": ('self.t("a", "b")', 'self.t("a", "b")'),
    "a text that looks like a call": ("x = \"t('a', 'b')\"", "x = \"t('a', 'b')\""),
    "a comment": ("x = 1  # t: See here | 看这里", "x = 1  # See here"),
    "a comment's look-alike in a string": ('x = "# t: a | b"', 'x = "# t: a | b"'),
    "magics": ('%matplotlib inline\n!ls "abc\nt("a", "b")', '%matplotlib inline\n!ls "abc\n"a"'),
    "a cell of another language": ('%%bash\necho t("a", "b")', '%%bash\necho t("a", "b")'),
    "a timed cell": ('%%time\nt("a", "b")', '%%time\n"a"'),
    "nothing to do": ("x = (1,\n     2)   # noqa", "x = (1,\n     2)   # noqa"),
}


@pytest.mark.parametrize(("source", "english"), CASES.values(), ids=CASES)
def test_english_text_takes_the_place_of_the_call(source: str, english: str) -> None:
    assert in_language(source, "en") == english


def test_chinese_text_takes_the_place_of_the_call() -> None:
    source = '# t: Change it | 改一改\nprint(t("Share", "占比"), f"{t(\'of\', \'共\')} {n}")  # t: and | 和'
    assert in_language(source, "zh") == '# 改一改\nprint("占比", f"共 {n}")  # 和'


@pytest.mark.parametrize("source", CASES.values(), ids=CASES)
def test_both_languages_are_python_and_free_of_t(source: tuple[str, str]) -> None:
    for language in ("en", "zh"):
        tree = parse(in_language(source[0], language))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()
        assert "t" not in names


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ('x = 1\nt("only one")', 2, "exactly two texts"),
        ('t("a", zh="b")', 1, "exactly two texts"),
        ("t(*both)", 1, "exactly two texts"),
        ("x = 1\n\n# t: no bar", 3, "# t: English"),
        ("# t: a | b | c", 1, "# t: English"),
        ("x = = 1", 1, "not Python"),
        ('x = "\\d"', 1, "not Python"),
    ],
)
def test_mistakes_name_their_line(source: str, line: int, message: str) -> None:
    with pytest.raises(CodeError) as caught:
        in_language(source, "en")
    assert caught.value.line == line
    assert message in caught.value.en
    assert str(line) in caught.value.zh
