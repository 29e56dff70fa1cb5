"""m00 · Orientation, question 4: lift by segment."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q4 = Question(
    id="q4",
    title=("In whom does it change anything?", "它改变了哪些人？"),
    points=4,
    taught="lesson-2:voucher",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "twelve",
            ("twelve customers, by hand", "十二位客户，可手工核对"),
            table(
                {
                    "segment": ["asleep"] * 6 + ["regular"] * 6,
                    "arm": ["treated", "treated", "treated", "control", "control", "control"] * 2,
                    "bought": [True, True, False, True, False, False, True, True, True, True, True, False],
                    "redeemed": [True, False, False, False, False, False, True, True, False, False, False, False],
                }
            ),
        ),
        case("spring", BANK, data("twinline.data.pilots:pilot", campaign="voucher_for_all")),
        case(
            "autumn",
            ("your bank, the autumn pilot", "您这家银行，秋季试点"),
            data("twinline.data.pilots:pilot", campaign="voucher_where_it_counts"),
        ),
    ],
    hints=[
        (
            "It is question 3's lift, once for each segment. Within a segment: treated share less control share.",
            "就是第 3 题的提升，每个客群各算一次：客群之内，触达组占比减对照组占比。",
        ),
        (
            "Two keys at once: `pilot.groupby(['segment', 'arm'], observed=True)['bought'].mean()`.",
            "一次按两列分组：`pilot.groupby(['segment', 'arm'], observed=True)['bought'].mean()`。",
        ),
        (
            "`.unstack()` moves the arms into columns. Then subtract one column from the other.",
            "`.unstack()` 把两组变成两列，再用一列减另一列。",
        ),
    ],
    success=(
        "“On average” hid it: the voucher moves some segments and hardly moves others. The next list follows from this.",
        "“平均”把它藏起来了：同一张券，有的客群动了，有的几乎没动。下一张名单就从这里来。",
    ),
)


@q4.reference
def lift_by_segment(pilot):
    bought = pilot.groupby(["segment", "arm"], observed=True)["bought"].mean().unstack()
    return bought["treated"] - bought["control"]


@q4.wrong(
    "no_control",
    (
        "No control group: that is how many of the texted bought. It says who buys, not whom the voucher changed.",
        "没有对照：这是触达组里有消费的占比，说明的是谁爱消费，不是券改变了谁。",
    ),
)
def treated_only(pilot):
    return pilot[pilot["arm"] == "treated"].groupby("segment", observed=True)["bought"].mean()


@q4.wrong(
    "redeemed",
    (
        "That is the share who used the voucher: what a campaign report calls success. Compare `bought` between the arms.",
        "这是用券率，也就是活动总结里的“成功率”。要比的是两组的 `bought`。",
    ),
)
def redemption(pilot):
    return pilot[pilot["arm"] == "treated"].groupby("segment", observed=True)["redeemed"].mean()


@q4.wrong(
    "one_control",
    (
        "You compare each segment with the control group of everybody. Sleepers buy less anyway: compare them with sleepers.",
        "您拿每个客群跟全体对照组比。沉睡客户本来就买得少：要跟沉睡客户里的对照组比。",
    ),
)
def against_all(pilot):
    treated = pilot[pilot["arm"] == "treated"].groupby("segment", observed=True)["bought"].mean()
    return treated - pilot.loc[pilot["arm"] == "control", "bought"].mean()


@q4.wrong(
    "relative",
    (
        "You divide by the control's share: that is a relative rise. Here the plain difference is asked for.",
        "您又除以了对照组的占比，那是相对提升。这里要的是直接相减。",
    ),
    state="nearly",
)
def in_relation(pilot):
    bought = pilot.groupby(["segment", "arm"], observed=True)["bought"].mean().unstack()
    return bought["treated"] / bought["control"] - 1
