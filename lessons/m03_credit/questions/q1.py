"""m03 · Credit and limits, question 1: the share of bad cards, at equal age."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q1 = Question(
    id="q1",
    title=("How many cards go bad?", "有多少张卡变坏？"),
    points=3,
    taught="lesson-1:bad",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "twelve",
            ("twelve cards, by hand", "十二张卡，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 13)),
                    "channel": ["app"] * 6 + ["branch"] * 6,
                    "seen": [12, 15, 20, 3, 5, 13, 12, 24, 18, 14, 2, 16],
                    "bad_at": [9, None, 14, None, 5, None, None, 20, 12, None, None, 16],
                }
            ),
            "channel",
            12,
        ),
        case("bank", BANK, data("twinline.modules.m03.applicants:new_cards"), "channel", 12),
        case(
            "half",
            ("your bank, after eight statements", "您这家银行，满八期"),
            data("twinline.modules.m03.applicants:new_cards"),
            "channel",
            8,
        ),
    ],
    hints=[
        (
            "A card that we have seen for three months has had no time to go bad. Which rows may count? And a card seen for two years "
            "has had twice the time of one seen for a year.",
            "只看了三个月的卡，还没来得及变坏。哪些行才能算？看了两年的卡，变坏的时间又比看了一年的多一倍。",
        ),
        (
            "First the rows: `old = cards[cards['seen'] >= months]`. Then bad in time: `old['bad_at'] <= months`, which is False for "
            "empty cells. The mean of True and False is the share of True.",
            "先筛行：`old = cards[cards['seen'] >= months]`。再看有没有在期内变坏：`old['bad_at'] <= months`，空值算 False。对 "
            "True/False 求均值，就是 True 的占比。",
        ),
        (
            "`return (old['bad_at'] <= months).groupby(old[by], observed=True).mean()`",
            "最后一行：`return (old['bad_at'] <= months).groupby(old[by], observed=True).mean()`",
        ),
    ],
    success=(
        "Every card had the same time: old enough to count, and bad only if within the first `months`. A desk that grows fast "
        "looks good for a year if its young cards are counted, and bad ever after.",
        "每张卡的时间一样长：看够了期数才算，头 `months` 期内变坏才算坏。发卡冲得快的渠道，把新卡也算进去，头一年总是好看，后面就难看了。",
    ),
)


@q1.reference
def bad_share(cards, by, months):
    old = cards[cards["seen"] >= months]
    return (old["bad_at"] <= months).groupby(old[by], observed=True).mean()


def _in_time(cards, months):
    return cards["bad_at"] <= months


@q1.wrong(
    "ever",
    (
        "You count who *ever* went bad. A card seen for 24 statements had twice the time of one seen for 12. Count "
        "`bad_at <= months`.",
        "您数的是“迄今变坏过”的。看了 24 期的卡，变坏的时间比看了 12 期的多一倍。只数 `bad_at <= months` 的。",
    ),
)
def ever_bad(cards, by, months):
    old = cards[cards["seen"] >= months]
    return old["bad_at"].notna().groupby(old[by], observed=True).mean()


@q1.wrong(
    "young",
    (
        "Young cards are in your denominator: they have had no time to go bad. Keep those with `seen >= months`.",
        "分母里混进了新卡：它们还没来得及变坏。只留 `seen >= months` 的。",
    ),
)
def with_young_cards(cards, by, months):
    return _in_time(cards, months).groupby(cards[by], observed=True).mean()


@q1.wrong(
    "counted",
    ("That is how many went bad. Asked is the share: use the mean.", "这是变坏的张数。题目要的是占比：用均值。"),
)
def number_of_bad(cards, by, months):
    old = cards[cards["seen"] >= months]
    return _in_time(old, months).groupby(old[by], observed=True).sum()


@q1.wrong(
    "of_all_bad",
    (
        "You divide by all bad cards: that is a channel's part of the trouble. Divide by the channel's own cards.",
        "您除以了全部坏卡，得到的是各渠道占坏卡的比例。要除以该渠道自己的卡数。",
    ),
)
def part_of_all_bad(cards, by, months):
    bad = cards[(cards["seen"] >= months) & _in_time(cards, months)]
    return bad.groupby(by, observed=True).size() / len(bad)


@q1.wrong(
    "edge",
    ("A card seen for exactly `months` statements counts: write `>=`.", "正好满 `months` 期的卡也要算：写 `>=`。"),
    state="nearly",
)
def older_only(cards, by, months):
    old = cards[cards["seen"] > months]
    return _in_time(old, months).groupby(old[by], observed=True).mean()


@q1.wrong(
    "late_edge",
    (
        "A card that went bad in just the statement `months` counts as bad: write `<=`.",
        "正好在第 `months` 期变坏的也算坏：写 `<=`。",
    ),
    state="nearly",
)
def before_the_last(cards, by, months):
    old = cards[cards["seen"] >= months]
    return (old["bad_at"] < months).groupby(old[by], observed=True).mean()


@q1.wrong(
    "mixed",
    (
        "Bad cards of the old ones over all cards: numerator and denominator must be the same cards.",
        "分子是够岁数的坏卡，分母却是全部的卡：分子分母必须是同一批卡。",
    ),
)
def two_crowds(cards, by, months):
    bad = _in_time(cards, months) & (cards["seen"] >= months)
    return bad.groupby(cards[by], observed=True).mean()
