"""What a diagnosis finds beside the customers' own books: cohorts, repayments by branch, enquiries, problems.

Made once for the whole bank. Nothing here changes what a customer does; who is in these tables is nobody in `customers`.
"""

from enum import IntEnum
from typing import Final

import numpy as np
from scipy.special import ndtri
from scipy.stats import binom

from generators import parameters as p
from generators.arrays import Floats, Ints
from generators.draws import STATIC, Draws, choose, lane, poisson, split
from generators.pages import Columns, recode
from generators.parameters import World
from generators.places import FIRST_BRANCH_ID
from generators.schema.diagnosis import BRANCH_DIP, ENQUIRY_QUEUE, PROBLEM_AREA, RAISED_BY

_FIRST_ENQUIRY_ID: Final = 71_000_001
_FIRST_PROBLEM_ID: Final = 72_000_001
_HOUR: Final = np.timedelta64(3_600, "s")


class Purpose(IntEnum):
    """What a draw is for, 2301 to 2324. Append only."""

    COHORT_ACTIVE = 2301
    COHORT_MOOD = 2302
    COHORT_YUAN = 2303
    LOANS_LEVEL = 2304
    LOANS_PAID = 2305
    LOANS_NEW = 2306
    LOANS_OVERDUE = 2307
    DIP_BRANCHES = 2308
    ENQUIRY = 2309
    ENQUIRY_MORE = 2310
    PROBLEM_COUNT = 2311
    PROBLEM = 2312
    PROBLEM_MORE = 2313


def cobrand_cohorts(world: World) -> dict[str, Columns]:
    """A row a month of issue and month since: cards issued, in use, and what they spent."""
    cohorts = p.COBRAND_BEFORE + world.months
    since = np.maximum(np.arange(cohorts) - (cohorts - p.COBRAND_TURN), 0)
    slow, fast = p.COBRAND_GROWTH
    issued = np.rint(p.COBRAND_ISSUED * np.exp(slow * (np.arange(cohorts) - since) + fast * since)).astype(np.int64)
    cohort, month = (place.ravel() for place in np.indices((cohorts, world.months)))
    seen = cohort <= month + p.COBRAND_BEFORE
    cohort, month = cohort[seen], month[seen]
    age = month + p.COBRAND_BEFORE - cohort
    mood = p.COBRAND_MOOD * Draws(world.seed, 0, world.months).normal(STATIC, Purpose.COHORT_MOOD)
    stays, fades = p.COBRAND_ACTIVE
    chance = (stays + fades * np.exp(-age / p.COBRAND_FADES)) * np.exp(mood[month] - p.COBRAND_WORSE * since[cohort])
    draws = Draws(world.seed, 0, cohorts)
    luck, ticket = (
        np.stack([draws.uniform(now, purpose) for now in range(world.months)])[month, cohort]
        for purpose in (Purpose.COHORT_ACTIVE, Purpose.COHORT_YUAN)
    )
    active = np.asarray(binom.ppf(luck, issued[cohort], chance), dtype=np.int64)
    yuan = active * p.COBRAND_YUAN * np.exp(p.COBRAND_YUAN_SIGMA * ndtri(ticket))
    return {
        "cobrand_cohorts": {
            "cohort": world.month_starts(-p.COBRAND_BEFORE, world.months)[cohort],
            "month": world.month_starts(0, world.months)[month],
            "issued": issued[cohort].astype(np.int32),
            "active": active.astype(np.int32),
            "spend_fen": np.rint(yuan).astype(np.int64) * p.FEN,
        }
    }


def branch_loans(world: World) -> dict[str, Columns]:
    """A row a branch and month of instalment loans: due, paid, lent anew, overdue; and the truth about two branches."""
    count = sum(city.branches for city in p.CITIES)
    draws = Draws(world.seed, 0, count)
    months = np.arange(world.months)
    due = np.outer(
        p.LOANS_DUE_A_BRANCH * np.exp(p.LOANS_SPREAD * draws.normal(STATIC, Purpose.LOANS_LEVEL)), months >= 0
    )
    season = np.array(p.LOANS_SEASON)[(world.start.month - 1 + months) % 12]

    def luck(purpose: Purpose) -> Floats:
        return np.exp(p.LOANS_NOISE * np.stack([draws.normal(int(month), purpose) for month in months], axis=1))

    paid = due * p.LOANS_PAID * season * luck(Purpose.LOANS_PAID)
    new = due * 12 * p.LOANS_NEW * luck(Purpose.LOANS_NEW)
    overdue = due * 12 * p.LOANS_OVERDUE * luck(Purpose.LOANS_OVERDUE)
    would = paid.sum(axis=1)
    hit = np.argsort(draws.uniform(STATIC, Purpose.DIP_BRANCHES))[: len(BRANCH_DIP)]
    first = world.months - p.DIP_BEGINS
    if first < 0:  # a shorter history has neither
        hit = hit[:0]
    else:
        holiday, real = hit
        during, after = slice(first, first + p.DIP_MONTHS), slice(first + p.DIP_MONTHS, None)
        owed = (paid[holiday, during] * (1 - p.HOLIDAY_PAID)).sum()
        paid[holiday, during] *= p.HOLIDAY_PAID
        paid[holiday, after][: p.HOLIDAY_BACK] += owed / p.HOLIDAY_BACK
        paid[real, during] *= p.DIP_PAID
        paid[real, after] *= p.DIP_AFTER
        new[real, first:] *= p.DIP_NEW
        overdue[real, first + 1 :] *= p.DIP_OVERDUE
    fen = {
        f"{name}_fen": np.rint(yuan).astype(np.int64).ravel() * p.FEN
        for name, yuan in (("due", due), ("paid", paid), ("lent", new), ("overdue", overdue))
    }
    return {
        "branch_loans": {
            "branch_id": np.repeat(np.arange(count) + FIRST_BRANCH_ID, world.months),
            "month": np.tile(world.month_starts(0, world.months), count),
            **fen,
        },
        "truth_branch_dips": {
            "branch_id": hit + FIRST_BRANCH_ID,
            "kind": recode(list(BRANCH_DIP), BRANCH_DIP)[: len(hit)],
            "first_month": np.repeat(world.month_starts(first, first + 1), len(hit)),
            "lost_fen": np.rint(would - paid.sum(axis=1)).astype(np.int64)[hit] * p.FEN,
        },
    }


def enquiries(world: World) -> dict[str, Columns]:
    """A row an enquiry about a card by somebody who has none, and the truth of what it would have led to."""
    count = p.ENQUIRIES_A_MONTH * world.months
    draws = Draws(world.seed, 0, count)
    words, more = draws.words(STATIC, Purpose.ENQUIRY), draws.words(STATIC, Purpose.ENQUIRY_MORE)
    share = [(lane(seed, number) + 0.5) / 65_536 for seed in (words, more) for number in range(4)]
    queue = choose(share[0], [queue.share for queue in p.ENQUIRY_QUEUES])
    handed_on, hours, applies = np.array([(each.handed_on, each.hours, each.applies) for each in p.ENQUIRY_QUEUES]).T
    starts = world.month_starts(0, world.months + 1)
    month = np.arange(count) // p.ENQUIRIES_A_MONTH
    day = starts[month] + np.floor(share[1] * (starts[month + 1] - starts[month]).astype(np.int64)).astype(np.int64)
    evening = np.array([each.name == "evening_box" for each in p.ENQUIRY_QUEUES])[queue]
    open_, close = np.where(evening[:, None], p.EVENING, p.OFFICE_HOURS).T
    second = np.floor((open_ + (close - open_) * share[2]) * 3_600).astype(np.int64)
    asked = day.astype("datetime64[s]") + second
    handed = share[3] < handed_on[queue]
    taken = np.ceil(hours[queue] * 3_600 * np.exp(p.HANDED_SIGMA * ndtri(share[4]))).astype(np.int64)
    end = np.datetime64(world.month_start(world.months), "s")
    passed = np.where(handed & (asked + taken < end), asked + taken, np.datetime64("NaT"))
    handed = ~np.isnat(passed)
    with_it, without = share[5] < applies[queue], share[5] < p.APPLIES_UNHANDED
    order = np.argsort(asked, kind="stable")
    number = np.arange(count, dtype=np.int64) + _FIRST_ENQUIRY_ID
    names = recode([each.name for each in p.ENQUIRY_QUEUES], ENQUIRY_QUEUE)
    return {
        "card_enquiries": {
            "enquiry_id": number,
            "asked": asked[order],
            "queue": names[queue][order],
            "handed_on": passed[order],
            "applied": np.where(handed, with_it, without)[order],
        },
        "truth_enquiries": {
            "enquiry_id": number,
            "applies_if_handed": with_it[order],
            "applies_if_not": without[order],
        },
    }


def problems(world: World) -> dict[str, Columns]:
    """A row a problem as somebody reported it: its area, who raised it, complaints, customers, and what it cost."""
    kinds = len(p.PROBLEMS)
    draws = Draws(world.seed, 0, kinds)
    mean = np.array([each.monthly for each in p.PROBLEMS])
    count = np.stack([poisson(draws.uniform(month, Purpose.PROBLEM_COUNT), mean) for month in range(world.months)])
    count = np.minimum(count, p.MOST_REPORTS)
    month, kind = (np.repeat(place, count.ravel()) for place in np.indices(count.shape).reshape(2, -1))
    nth: Ints = np.arange(len(month)) - np.repeat(np.cumsum(count.ravel()) - count.ravel(), count.ravel())
    share = []
    for purpose in (Purpose.PROBLEM, Purpose.PROBLEM_MORE):
        words = split(np.stack([draws.words(now, purpose) for now in range(world.months)])[month, kind], nth)
        share += [(lane(words, number) + 0.5) / 65_536 for number in range(4)]
    starts = world.month_starts(0, world.months + 1)
    day = starts[month] + np.floor(share[0] * (starts[month + 1] - starts[month]).astype(np.int64)).astype(np.int64)
    loud, people, yuan, sigma = np.array([(e.complaints, e.customers, e.yuan, e.sigma) for e in p.PROBLEMS]).T
    who = np.cumsum([each.raised_by for each in p.PROBLEMS], axis=1)[kind, :-1]
    columns: Columns = {
        "raised_on": day,
        "area": recode([each.area for each in p.PROBLEMS], PROBLEM_AREA)[kind],
        "raised_by": recode(list(RAISED_BY), RAISED_BY)[(share[1][:, None] >= who).sum(axis=1)],
        "complaints": poisson(share[2], loud[kind]).astype(np.int32),
        "customers": (1 + poisson(share[3], people[kind])).astype(np.int32),
        "cost_fen": np.rint(yuan[kind] * np.exp(sigma[kind] * ndtri(share[4]))).astype(np.int64) * p.FEN,
    }
    order = np.argsort(day, kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    return {"problem_log": {"problem_id": np.arange(len(order), dtype=np.int64) + _FIRST_PROBLEM_ID, **columns}}
