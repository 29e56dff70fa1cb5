"""`python -m benchmarks.games`: what the ready games reward, as the table of docs/reference/twin.md."""

from collections.abc import Callable

import twinline as tw
from twinline.twin.bank import FUTURES, Bank
from twinline.twin.scenarios import NAMES, load
from twinline.twin.strategy import Strategy

ASKED = "enquiries_12m > 0 and not call_opt_out"
TEXTED = "not sms_opt_out and (enquiries_12m > 0 or months_since_purchase >= 2)"
TITLES = {
    "calls": "One call to those who asked, by value · 给咨询过的客户按价值打一轮电话",
    "calls in 3 waves": "The same in 3 waves · 同样的电话，打三轮",
    "calls from month 4": "One call, three months late · 一轮电话，晚三个月",
    "texts": "Three texts to those who asked or sleep · 给咨询过的和沉睡的发三轮短信",
    "half of the calls, texts to the rest": "Half of the one call, texts to the rest · 一轮电话减半，其余发短信",
}
Make = Callable[[int], Strategy]


def largest(bank: Bank, make: Make) -> Strategy:
    """The strategy for as many customers as the game's budget, staff and share of customers allow."""
    fits, too_many = 0, len(bank.observed()) + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if bank.check(make(middle)).ok else (fits, middle)
    return make(fits)


def plans(bank: Bank) -> dict[str, Strategy]:
    """By name, plans that any learner may come to; each takes all that the game allows."""
    seen = bank.observed()
    banned = " and ".join([ASKED, *(f"not ({ban.where})" for ban in bank.scenario.bans)])

    def calls(number: int, waves: int = 1, month: int = 1) -> Strategy:
        """Where a call that was not taken up forbids the next, waves are for those alone who took one up before."""
        picked = tw.segment(seen, banned + " and redeemed_12m > 0" * (waves > 1 and bool(bank.scenario.bans)))
        picked = picked.cap(number, by="margin_12m")
        return picked.action("call", "fee_waiver", month=month).waves(waves)

    def texts(number: int, left_out: Strategy | None = None) -> Strategy:
        rest = seen if left_out is None else seen[~seen["customer_id"].isin(left_out.customers["customer_id"])]
        return tw.segment(rest, TEXTED).cap(number, by="margin_12m").action("sms", "reminder").waves(3)

    once = largest(bank, calls)
    some = calls(len(once.customers) // 2)
    return {
        "calls": once,
        "calls in 3 waves": largest(bank, lambda number: calls(number, 3)),
        "calls from month 4": largest(bank, lambda number: calls(number, month=4)),
        "texts": largest(bank, texts),
        "half of the calls, texts to the rest": largest(bank, lambda number: some + texts(number, some)),
    }


def profits(name: str, futures: int = FUTURES) -> dict[str, tuple[float, float | None]]:
    """What each plan adds in a game, in yuan, with half of its 95 % interval."""
    bank = Bank.open("course", scenario=name)
    scores = {plan: bank.run(made, futures=futures).score(references=False) for plan, made in plans(bank).items()}
    return {plan: (score.profit, score.half) for plan, score in scores.items()}


def main() -> None:
    """Print the table, in thousand yuan."""
    found = {name: profits(name) for name in NAMES}
    print(f"| | {' | '.join(f'`{name}` {load(name).zh}' for name in found)} |\n|---|{'---|' * len(found)}")
    for plan, title in TITLES.items():
        cells = []
        for each in found.values():
            profit, half = each[plan]
            text = f"{profit / 1e3:,.0f} ± {(half or 0) / 1e3:,.0f}"
            cells.append(f"**{text}**" if profit == max(value for value, _ in each.values()) else text)
        print(f"| {title} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
