"""The card centre's log of operational losses, and scenarios of the economy: made once for the whole bank."""

from enum import IntEnum
from typing import Final

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.draws import STATIC, Draws, lane, poisson, split
from generators.pages import Columns, recode
from generators.parameters import World
from generators.schema.risk import CONTROL, LOSS_EVENT, LOSS_UNIT, SCENARIO

_FIRST_LOSS_ID: Final = 70_000_001


class Purpose(IntEnum):
    """What a draw is for, 2101 to 2109. Append only."""

    LOSSES = 2101
    LOSS = 2102
    LOSS_AMOUNT = 2103
    ECONOMY = 2104


def operational_losses(world: World) -> dict[str, Columns]:
    """Losses by the day on which they happened; within the history, but for some that are noticed after it."""
    kinds = len(p.OPERATIONAL_RISKS)
    draws = Draws(world.seed, 0, kinds)
    months = range(world.months)
    mean = np.array([risk.monthly for risk in p.OPERATIONAL_RISKS])
    weak = np.array([risk.control == p.WEAK_CONTROL for risk in p.OPERATIONAL_RISKS])
    first, last = p.WEAK_MONTHS
    more = np.where(weak & np.array([[first <= month <= last] for month in months]), p.WEAK_TIMES, 1.0)
    count = np.stack([poisson(draws.uniform(month, Purpose.LOSSES), mean * more[month]) for month in months])
    count = np.minimum(count, p.MOST_LOSSES)
    words = np.stack([draws.words(month, Purpose.LOSS) for month in months])
    month, kind = (np.repeat(place, count.ravel()) for place in np.indices(count.shape).reshape(2, -1))
    nth = np.arange(len(month)) - np.repeat(np.cumsum(count.ravel()) - count.ravel(), count.ravel())
    luck = split(words[month, kind], nth)
    share = [(lane(luck, number) + 0.5) / 65_536 for number in range(4)]
    starts = world.month_starts(0, world.months)
    length = (world.month_starts(1, world.months + 1) - starts).astype(np.int64)
    date = starts[month] + np.floor(share[0] * length[month]).astype(np.int64)
    yuan = np.array([risk.yuan for risk in p.OPERATIONAL_RISKS])[kind]
    sigma = np.array([risk.sigma for risk in p.OPERATIONAL_RISKS])[kind]
    gross = np.rint(yuan * np.exp(sigma * ndtri(share[1]))).astype(np.int64) * p.FEN
    back = np.array([risk.recovered for risk in p.OPERATIONAL_RISKS])[kind]
    order = np.argsort(date, kind="stable")
    columns: Columns = {
        "date": date,
        "discovered": date + np.floor(share[3] ** 2 * p.DISCOVERED_WITHIN).astype(np.int64),
        "event": recode([risk.event for risk in p.OPERATIONAL_RISKS], LOSS_EVENT)[kind],
        "unit": recode([risk.unit for risk in p.OPERATIONAL_RISKS], LOSS_UNIT)[kind],
        "control": recode([risk.control for risk in p.OPERATIONAL_RISKS], CONTROL)[kind],
        "gross_fen": gross,
        "recovered_fen": np.floor(gross * back * share[2]).astype(np.int64),
    }
    columns = {name: values[order] for name, values in columns.items()}
    return {"operational_losses": {"loss_id": np.arange(len(order), dtype=np.int64) + _FIRST_LOSS_ID, **columns}}


def macro_scenarios(world: World) -> dict[str, Columns]:
    """A row a scenario and month, from the first of the history to `MACRO_AHEAD` months after it; indexes to two digits."""
    draws = Draws(world.seed, 0, world.months)
    ahead = 1 - np.exp(-np.arange(1, p.MACRO_AHEAD + 1) / p.SCENARIO_PACE)
    rows = len(p.SCENARIOS)
    columns: Columns = {
        "scenario": np.repeat(recode(p.SCENARIOS, SCENARIO), world.months + p.MACRO_AHEAD),
        "month": np.tile(world.month_starts(0, world.months + p.MACRO_AHEAD), rows),
        "observed": np.tile(np.arange(world.months + p.MACRO_AHEAD) < world.months, rows),
    }
    for number, name in enumerate(p.MACRO_INDEXES):
        shock = p.MACRO_SHOCK[number] * ndtri(_lane_shares(draws, number))
        shock[0] = 0.0
        level = np.empty(world.months)
        away = 0.0
        for month in range(world.months):
            away = p.MACRO_MEMORY * away + shock[month]
            level[month] = 100 + away
        futures = [level[-1] * (1 + (ends[number] - 1) * ahead) for ends in p.SCENARIOS.values()]
        columns[name] = np.round(np.concatenate([np.append(level, future) for future in futures]), 2)
    return {"macro_scenarios": columns}


def _lane_shares(draws: Draws, number: int) -> np.ndarray:
    return (lane(draws.words(STATIC, Purpose.ECONOMY), number) + 0.5) / 65_536
