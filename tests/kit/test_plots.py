"""Pictures: Chinese that shows, and a text for those who cannot see them."""

import base64
import re
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
import seaborn as sns

from twinline.base.text import use_language
from twinline.pictures import style
from twinline.pictures.style import MissingGlyph, show


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Leave Matplotlib as it was."""
    with mpl.rc_context():
        mpl.use("agg")
        yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What `show` handed to the notebook: (HTML, metadata) pairs."""
    handed = []
    monkeypatch.setattr("IPython.display.display", lambda html: handed.append((html.data, html.metadata)))
    return handed


def picture(title: str):
    figure, axes = plt.subplots()
    axes.plot([-1, 2], [3, 4])
    axes.set_title(title)
    return figure


def test_a_picture_carries_its_text(shown):
    style.setup()
    show(picture("Calls win"), 'Calls "win" in <every> group & segment')
    html, metadata = shown[0]
    assert 'alt="Calls &quot;win&quot; in &lt;every&gt; group &amp; segment"' in html
    assert metadata == {"alt": 'Calls "win" in <every> group & segment'}
    source = re.search(r'src="data:image/png;base64,([^"]+)"', html).group(1)
    assert base64.b64decode(source).startswith(b"\x89PNG")
    assert plt.get_fignums() == []


@pytest.mark.parametrize("alt", ["", "   ", "a chart", "         x"])
def test_a_text_that_says_nothing_is_refused(shown, alt):
    with pytest.raises(ValueError, match="alt must say what the picture shows"):
        show(picture("A title"), alt)
    use_language("zh")
    with pytest.raises(ValueError, match="alt 要说清这张图在讲什么"):
        show(picture("A title"), alt)
    assert shown == []


def test_chinese_draws_without_a_warning_after_seaborns_theme(shown):
    sns.set_theme()
    style.setup()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        show(picture("双线经营：打电话看起来更差，其实更好 −5%（¥）"), "折线从左下走向右上，说明越来越好。")
    assert caught == []
    assert len(shown) == 1


def test_a_missing_glyph_is_an_error(shown):
    style.setup()
    with pytest.raises(MissingGlyph, match=r"missing from font.*Call tw\.setup\(\) first"):
        show(picture("\U00012000"), "A sign that no font of ours can draw.")
    assert shown == []
    assert plt.get_fignums() == []


def test_chinese_without_setup_is_an_error_that_says_what_to_do(shown):
    mpl.rcParams["font.family"] = ["DejaVu Sans"]
    with pytest.raises(MissingGlyph, match=r"tw\.setup"):
        show(picture("双线"), "标题是中文的一张图，没有先运行设置。")


def test_setup_can_run_twice():
    style.setup()
    once = dict(mpl.rcParams)
    style.setup()
    assert dict(mpl.rcParams) == once


def test_other_warnings_still_reach_the_reader(shown):
    style.setup()
    figure = picture("A title")
    figure.add_artist(Grumbling())
    with pytest.warns(UserWarning, match="grumble"):
        show(figure, "A picture that draws with a warning.")
    assert len(shown) == 1


class Grumbling(mpl.lines.Line2D):
    def __init__(self):
        super().__init__([0], [0])

    def draw(self, renderer):
        warnings.warn("grumble", UserWarning, stacklevel=1)


def test_axes_and_grids_are_shown_as_their_figure(shown):
    style.setup()
    _, axes = plt.subplots()
    axes.plot([1, 2])
    show(axes, "A line that rises from one to two.")
    assert len(shown) == 1
    assert plt.get_fignums() == []
