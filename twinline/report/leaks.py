"""The truth-leak audit: how much two questions about observed columns tell of what only the simulator knows.

For each hidden trait and each label, a tree of depth two is grown on every other customer and tried on the rest, period by
period; a row shows the period in which it tells most. A bank whose frauds fall to two rules, or whose types can be read
off, teaches nobody. In PaySim's (Lopez-Rojas, Elmir and Axelsson, EMSS, 2016) two rules on balances find them.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from generators import manifest
from generators import parameters as p
from generators.draws import Draws
from generators.population import draw_population
from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.report.fact import CALIBRATION, Note, Target, Unit
from twinline.report.habits import told

DEPTH: Final = 2
CUSTOMERS: Final = 5_000  # that are looked at, the first in number
LEAST: Final = 10  # rows of a class: a period with fewer is not judged
QUARTER: Final = 3  # months
HALF: Final = 6
_BUREAU: Final = (
    *("other_cards", "lines_elsewhere", "utilisation_elsewhere", "enquiries_6m", "worst_delinquency_24m"),
    *("months_since_first_credit", "score", "credit_history", "behaviour_preference", "ability_to_pay"),
    *("identity", "connections"),
)
BURST: Final = 120  # minutes in which purchases online make a burst
NEVER: Final = 1e6  # minutes

Tell = Callable[[pd.DataFrame, np.ndarray, np.ndarray], float]


def read_off(seen: pd.DataFrame, hidden: np.ndarray, even: np.ndarray) -> float:
    """How well a tree tells classes apart: 0 as lots would, 1 without fault. The classes' mean recall, from that of lots to 1.

    Of two classes it is Youden's J: the share found of the one, less the share taken for it of the other.
    """
    classes, code = np.unique(hidden, return_inverse=True)
    guess = np.zeros(len(code), dtype=np.int64)
    for grown, tree, values in _trees(seen, code, even):
        guess[~grown] = tree.predict(values[~grown])
    recall = np.mean([(guess[code == one] == one).mean() for one in range(len(classes))])
    return float((recall - 1 / len(classes)) / (1 - 1 / len(classes)))


def caught(seen: pd.DataFrame, hidden: np.ndarray, even: np.ndarray) -> float:
    """How well a tree's rules catch a rare label: the best F1 over its leaves, 1 if all of them and nothing else."""
    score = np.zeros(len(hidden))
    for grown, tree, values in _trees(seen, hidden.astype(np.int64), even):
        score[~grown] = tree.predict_proba(values[~grown])[:, 1]
    picked = [score >= cut for cut in np.unique(score)]
    return float(max(2 * (picks & hidden).sum() / (picks.sum() + hidden.sum()) for picks in picked))


def _trees(seen: pd.DataFrame, code: np.ndarray, even: np.ndarray) -> Iterable[tuple[np.ndarray, Any, np.ndarray]]:
    """A tree grown on each half of the customers."""
    from sklearn.tree import DecisionTreeClassifier  # slow to import

    values = seen.to_numpy(dtype=np.float32, na_value=-1.0)
    for half in (even, ~even):
        tree = DecisionTreeClassifier(max_depth=DEPTH, class_weight="balanced", min_samples_leaf=3, random_state=0)
        yield half, tree.fit(values[half], code[half]), values


def worst(
    tell: Tell,
    seen: pd.DataFrame,
    hidden: pd.Series,
    customer: pd.Series,
    period: pd.Series,
    classes: int = 2,
    least: int = LEAST,
) -> Measured:
    """The most that `tell` finds in any period. Periods in which a class has less than `least` rows in a half are left out."""
    found = []
    for _, rows in seen.groupby(period.to_numpy()):
        here, even = hidden.loc[rows.index].to_numpy(), (customer.loc[rows.index] % 2 == 0).to_numpy()
        sizes = [np.unique(here[half], return_counts=True)[1] for half in (even, ~even)]
        if all(len(size) == classes and size.min() >= least for size in sizes):
            found.append(tell(rows, here, even))
    if not found:
        raise NothingToMeasure
    return Measured(max(found), n=len(seen))


# --- hidden traits ----------------------------------------------------------------------------------------------------


@once
def people(bank: Books) -> pd.DataFrame:
    """What the bank holds of each of the first customers, as numbers, by customer."""
    known = bank(
        "customers", "customer_id", "gender", "birth_year", "income", "occupation", "acquisition", "wecom_friend"
    )
    known = known[known["customer_id"] < p.FIRST_CUSTOMER_ID + CUSTOMERS]
    known = known.merge(bank("customers", "customer_id", "app_user"), on="customer_id")
    known = known.merge(bank("accounts", "customer_id", "product", "limit", "autopay"), on="customer_id")
    known = known.merge(
        bank("contacts", "customer_id", "marketing_consent", "sms_opt_out", "call_opt_out"), on="customer_id"
    )
    return _numbers(known.merge(bank("bureau", "customer_id", *_BUREAU), on="customer_id").set_index("customer_id"))


@once
def customer_months(bank: Books) -> pd.DataFrame:
    """Each month of those customers: statement, purchases, and what is held of them; `customer_id` and `month` beside."""
    money = (
        "opening",
        "payments",
        "purchases",
        "refunds",
        "cash",
        "interest",
        "fees",
        "closing",
        "unbilled",
        "utilisation",
    )
    made = bank("statements", "customer_id", "month", "bucket", *money)
    made = made[made["customer_id"] < p.FIRST_CUSTOMER_ID + CUSTOMERS]
    made = made.assign(month=bank.month(made["month"]), paid=made["payments"] / made["opening"].clip(lower=1.0))
    bought = told(bank)
    bought = bought[bought["customer_id"] < p.FIRST_CUSTOMER_ID + CUSTOMERS]
    bought = bought.assign(month=bank.month(bought["timestamp"]), online=bought["side"] == "online")
    sums = bought.groupby(["customer_id", "month"]).agg(
        number=("amount", "size"), mean=("amount", "mean"), most=("amount", "max"), online=("online", "mean")
    )
    return made.merge(sums, on=["customer_id", "month"], how="left").join(people(bank), on="customer_id")


def _trait(bank: Books, hidden: pd.Series, classes: int) -> Measured:
    """How much a month tells of a trait at most; `hidden` is by customer."""
    months = customer_months(bank)
    seen = months.drop(columns=["customer_id", "month"])
    return worst(read_off, seen, months["customer_id"].map(hidden), months["customer_id"], months["month"], classes)


@CALIBRATION.row(
    "leak_type",
    "bank",
    title=("Types cannot be read off", "客户类型看不出来"),
    sentence=(
        "How well two questions about a month tell a customer's hidden type: 0 is as good as lots, 1 without fault; the worst "
        "month.",
        "用某个月的数据问两个问题，能把客户的隐藏类型分辨到什么程度：0 与抽签无异，1 为完全看穿；取最容易看穿的月份。",
    ),
    target=Target(0.05, 0.40),
    unit=Unit.NUMBER,
    truth=True,
)
def _leak_type(bank: Books) -> Measured:
    types = bank("truth_customers", "customer_id", "latent_type").set_index("customer_id")["latent_type"].astype(str)
    return _trait(bank, types, len(p.TYPE_NAMES))


@CALIBRATION.row(
    "leak_pay_style",
    "bank",
    title=("Nor can the way of paying", "还款习惯也不能一眼看穿"),
    sentence=(
        "The same for the way of paying (in full, in part, the minimum), which every payment shows a little of.",
        "同样的审计，对象是还款习惯（全额、部分、最低），每次还款都会透露一点。",
    ),
    target=Target(0.20, 0.75),
    unit=Unit.NUMBER,
    truth=True,
)
def _leak_pay_style(bank: Books) -> Measured:
    # No table holds it: it is drawn again, by the engine that drew it.
    held = manifest.read(bank.folder)
    if held is None or held["world"]["engine"] != manifest.engine():
        raise NothingToMeasure
    stop = min(CUSTOMERS, bank.world.customers)
    drawn = draw_population(bank.world, Draws(bank.world.seed, 0, stop)).pay_style
    return _trait(bank, pd.Series(drawn, index=np.arange(stop) + p.FIRST_CUSTOMER_ID), len(p.PAY_STYLES))


@CALIBRATION.row(
    "leak_affinity",
    "bank",
    title=("Nor the leaning to digital channels", "数字化偏好同样如此"),
    sentence=(
        "The same for whether the hidden leaning to digital channels is above the median's.",
        "同样的审计，对象是隐藏的数字化偏好是否高于中位数。",
    ),
    target=Target(0.20, 0.70),
    unit=Unit.NUMBER,
    truth=True,
)
def _leak_affinity(bank: Books) -> Measured:
    lean = bank("truth_customers", "customer_id", "digital_affinity").set_index("customer_id")["digital_affinity"]
    return _trait(bank, lean > lean.median(), 2)


# --- labels -----------------------------------------------------------------------------------------------------------


@once
def suspects(bank: Books) -> pd.DataFrame:
    """Every purchase online (nothing is stolen elsewhere) as a watchman sees it, with `fraud`: minutes `since` the customer's
    last one and `until` the next, how many came in the two hours before (`burst`), and how `dear` beside the customer's usual.
    """
    bought = told(bank)
    stolen = bank("transactions", "transaction_id")["transaction_id"].isin(
        bank("truth_fraud", "transaction_id")["transaction_id"]
    )
    bought = bought.assign(fraud=stolen.to_numpy())[bought["side"] == "online"]
    bought = bought.sort_values(["customer_id", "timestamp"], kind="stable", ignore_index=True)
    who = bought["customer_id"].to_numpy()
    minute = bought["timestamp"].to_numpy().astype("datetime64[s]").astype(np.int64) / 60
    minute -= minute.min(initial=0)
    # A customer's number and the time in one, so that a single search finds where the last two hours begin.
    clock = minute + (who - p.FIRST_CUSTOMER_ID) * (minute.max(initial=0) + 2 * BURST)
    step = np.where(np.diff(who) == 0, np.diff(minute), NEVER)
    return pd.DataFrame(
        {
            "customer_id": who,
            "month": bank.month(bought["timestamp"]),
            "fraud": bought["fraud"],
            "category": bought["category"].astype("category").cat.codes,
            "channel": bought["channel"].astype("category").cat.codes,
            "hour": bought["timestamp"].dt.hour,
            "amount": bought["amount"],
            "dear": bought["amount"] / bought.groupby("customer_id")["amount"].transform("mean"),
            "since": np.concatenate([[NEVER], step]),
            "until": np.concatenate([step, [NEVER]]),
            "burst": np.arange(len(who)) - np.searchsorted(clock, clock - BURST),
        }
    )


@CALIBRATION.row(
    "leak_fraud",
    "bank",
    title=("Fraud does not fall to two rules", "盗刷不是两条规则就能抓住的"),
    sentence=(
        "How well two rules catch stolen cards among purchases online, bursts and prices included (F1: 1 if all of them "
        "and nobody else); the worst quarter.",
        "两条规则（可用短时连刷、金额等）在线上交易里抓盗刷的效果（F1：全部抓住且不误伤为 1）；取最容易抓的季度。",
    ),
    target=Target(0.0, 0.50),
    unit=Unit.NUMBER,
    truth=True,
)
def _leak_fraud(bank: Books) -> Measured:
    seen = suspects(bank)
    looked_at = seen.drop(columns=["customer_id", "month", "fraud"])
    return worst(caught, looked_at, seen["fraud"], seen["customer_id"], seen["month"] // QUARTER, least=3)


@CALIBRATION.row(
    "leak_declined",
    "bank",
    title=("What the declined would have done is no open book", "被拒者会不会变坏，看档案看不穿"),
    sentence=(
        "How well two questions about an applicant's file tell whether the declined would have gone bad; the worst half year.",
        "就征信档案问两个问题，能在多大程度上看出被拒申请人会不会变坏；取最容易看穿的半年。",
    ),
    target=Target(-0.20, 0.60),
    unit=Unit.NUMBER,
    truth=True,
)
def _leak_declined(bank: Books) -> Measured:
    files = bank("declined_bureau", "application_id", "as_of", "birth_year", "income", *_BUREAU)
    files = files.merge(bank("truth_declined", "application_id", "would_default"), on="application_id")
    files = files[files["as_of"] >= bank.start].reset_index(drop=True)
    seen = _numbers(files.drop(columns=["application_id", "as_of", "would_default"]))
    number = pd.Series(np.arange(len(files)), files.index)
    return worst(read_off, seen, files["would_default"], number, bank.month(files["as_of"]) // HALF)


@CALIBRATION.row(
    "leak_forged",
    "bank",
    title=("Nor do forged applications", "冒名申请也不是一眼可见"),
    sentence=(
        "How well two rules catch forged applications by a card's third statement, bureau and form included (F1).",
        "到第三期账单为止，两条规则（含征信和申请信息）抓冒名申请的效果（F1）。",
    ),
    target=Target(0.0, 0.80),
    unit=Unit.NUMBER,
    truth=True,
)
def _leak_forged(bank: Books) -> Measured:
    opened = views.accounts(bank)
    made = views.statements(bank).merge(opened[["customer_id", "opened"]], on="customer_id")
    made = made[(made["opened"] >= 0) & (made["month"] == made["opened"] + 2)]
    forged = bank("truth_customers", "customer_id", "forged").set_index("customer_id")["forged"]
    seen = made[["opening", "purchases", "interest", "closing", "limit", "bucket"]].reset_index(drop=True)
    who = made["customer_id"].reset_index(drop=True)
    return worst(caught, seen, who.map(forged), who, pd.Series(0, seen.index), least=3)


@CALIBRATION.row(
    "labels_every_month",
    "bank",
    title=("No month without its labels", "每个月都有标签"),
    sentence=(
        "Months in which a label is absent: stolen cards, disputes, refunds, cards written off, closures, the declined who "
        "would have gone bad, operational losses, complaints.",
        "缺少某种标签的月份数：盗刷、争议、退款、核销、销户、会变坏的被拒申请、操作风险损失、投诉。",
    ),
    target=Target(0.0, 0.0),
    unit=Unit.NUMBER,
    note=Note(
        1,
        15,
        (
            "The history opens with nobody more than a month overdue and nobody about to leave: the first write-offs come in the "
            "eleventh month, the first closures in the second. In a bank of this size a month without a loss happens, too.",
            "数据期初没有逾期超过一期的账户，也没有正要销户的客户：核销从第十一个月才有，销户从第二个月才有。这样规模的银行，个别月份没有一笔操作风险损失也属正常。",
        ),
    ),
    truth=True,
)
def _labels_every_month(bank: Books) -> Measured:
    seen = [months[months.between(0, bank.months - 1)].nunique() for months in labels(bank).values()]
    return Measured(float(bank.months * len(seen) - sum(seen)), n=bank.months)


@once
def labels(bank: Books) -> dict[str, pd.Series]:
    """The month of each label that is there, by kind."""
    ended = bank("accounts", "close_date", "status")
    gone = bank("declined_bureau", "application_id", "as_of").merge(
        bank("truth_declined", "application_id", "would_default"), on="application_id"
    )
    calls = bank("service_calls", "timestamp", "complaint")
    seen = suspects(bank)
    return {
        "fraud": seen.loc[seen["fraud"], "month"],
        "disputes": bank.month(bank("disputes", "date")["date"]),
        "refunds": bank.month(bank("refunds", "date")["date"]),
        "written_off": bank.month(ended.loc[ended["status"] == "written_off", "close_date"]),
        "closed": bank.month(ended.loc[ended["status"] == "closed", "close_date"]),
        "declined": bank.month(gone.loc[gone["would_default"], "as_of"]),
        "losses": bank.month(bank("operational_losses", "date")["date"]),
        "complaints": bank.month(calls.loc[calls["complaint"], "timestamp"]),
    }


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns as numbers: codes where they are categories."""
    for name in frame:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame = frame.assign(**{str(name): frame[name].astype("category").cat.codes})
    return frame.astype(float)
