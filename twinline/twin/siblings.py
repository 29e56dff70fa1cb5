"""Sibling banks: banks of the same kind that nobody has seen, to score plans on, and plans made by lot to set them beside."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from generators import cache, manifest
from generators import parameters as p
from generators.arrays import Flags, Rows
from generators.errors import BilingualError
from generators.parameters import World
from generators.twin.money import volume_fen
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from generators.twin.snapshot import Progress, lived
from twinline.twin.carry_over import morning
from twinline.twin.learning import plan_of
from twinline.twin.observed import FEATURES, Observed
from twinline.twin.planned import MINUTES, available_hours, planned_cost

# Known to all, for trying: a class that ranks gives a seed of its own, or learners could fit their plans to these banks.
OPEN_SEED: Final = 4_711
GENERATED: Final = 500
_CHANNELS: Final = ("sms", "app_push", "wecom", "call")
_OFFERS: Final = ("reminder", "voucher", "fee_waiver")
_WAVES: Final = (1, 3)
_SHARES: Final = (0.01, 0.02, 0.05, 0.1, 0.2)  # of the open accounts
Profits = npt.NDArray[np.float64]


def sibling_worlds(world: World, number: int, seed: int | None) -> list[World]:
    """Worlds that share all with this one but the seed."""
    seeds = np.random.SeedSequence(OPEN_SEED if seed is None else seed).generate_state(number, np.uint64)
    return [replace(world, scale="sibling", seed=int(each >> np.uint64(1))) for each in seeds]


def sibling_twin(world: World, scenario: Scenario) -> Twin:
    """A sibling on the morning after its history, under the rules of a game. Lived now and kept nowhere."""
    return morning(lived(world), scenario)


@dataclass(frozen=True)
class DrawnPlan:
    """A plan made by lot: customers beyond quantiles of some columns, the first ones by another, one action in some waves."""

    where: tuple[tuple[int, float, bool], ...]  # column of FEATURES, quantile, whether above it
    by: int
    descending: bool
    share: float
    channel: str
    offer: str
    waves: int


def drawn_plans(number: int) -> list[DrawnPlan]:
    """The same plans for everybody, drawn from columns, channels, offers and waves."""
    rng = np.random.default_rng(20_260)

    def one() -> DrawnPlan:
        columns = rng.permutation(len(FEATURES))[:3].tolist()
        where = tuple(
            (column, float(rng.choice([0.5, 0.7, 0.9])), bool(rng.random() < 0.5))
            for column in columns[: int(rng.integers(0, 3))]
        )
        return DrawnPlan(
            where=where,
            by=columns[2],
            descending=bool(rng.random() < 0.5),
            share=float(rng.choice(_SHARES)),
            channel=str(rng.choice(_CHANNELS)),
            offer=str(rng.choice(_OFFERS)),
            waves=int(rng.choice(_WAVES)),
        )

    return [one() for _ in range(number)]


def generated_profits(twin: Twin, most: int | None, budget: float | None, months: int, number: int) -> Profits:
    """What each of the generated plans earns on a bank in future 1, in yuan, within the limits of its game.

    Customers live their own lives, so what an action changes in each is found by taking it on everybody, once an action, and a
    plan earns what it changes in its customers, less what its volume costs. What referrals carry from one to another counts with
    whom they reach: on banks of course size plans that were run came within half a percent.
    """
    seen, actions = Observed.of(twin), {}
    features, wanted = seen.features(), drawn_plans(number)
    alone = Twin(twin.now, replace(twin.scenario, texts_free=1.0), twin.began, climate=twin.climate)
    for channel, offer, waves in sorted({(drawn.channel, drawn.offer, drawn.waves) for drawn in wanted}):
        actions[channel, offer, waves] = _tried(alone, seen, channel, offer, min(waves, months), months, budget)

    def earned(drawn: DrawnPlan) -> float:
        gains, may, limit = actions[drawn.channel, drawn.offer, drawn.waves]
        chosen = _chosen(drawn, features, may, min(limit, len(seen.rows) if most is None else most))
        messages = len(chosen) if drawn.channel in p.BROADCAST else 0
        volume = min(drawn.waves, months) * volume_fen(messages, twin.accounts, twin.scenario.texts_free) / p.FEN
        return float(gains[chosen].sum() - volume)

    return np.array([earned(drawn) for drawn in wanted])


def kept_profits(key: tuple[Any, ...]) -> Profits | None:
    """Profits of generated plans that were found before, by all that they depend on; None where there are none."""
    content = cache.kept(_name(key))
    if content is None:
        return None
    try:
        found: Profits = np.load(io.BytesIO(content), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found


def keep_profits(key: tuple[Any, ...], profits: Profits) -> None:
    """Keep them."""
    content = io.BytesIO()
    np.save(content, profits, allow_pickle=False)
    cache.keep(_name(key), content.getvalue())


def _name(key: tuple[Any, ...]) -> str:
    made_by = (manifest.engine(), tuple(map(repr, drawn_plans(3))), key)
    return f"generated-{hashlib.sha256(repr(made_by).encode()).hexdigest()[:16]}.npy"


def _tried(
    twin: Twin, seen: Observed, channel: str, offer: str, waves: int, months: int, budget: float | None
) -> tuple[Profits, Flags, int]:
    """What an action changes in each observed customer, whom it may reach, and how many the budget and the staff allow."""
    may = seen.may(channel)
    first = plan_of(seen.rows[may], (channel, offer))
    plan = Plan.join([replace(first, month=first.month + wave) for wave in range(waves)])
    pair = twin.run(plan, twin.scenario.watched(months), 1)
    gains = np.zeros(len(twin.now))
    gains[pair.rows] = pair.with_plan.profit - pair.without.profit
    limits = [len(seen.rows)]
    if may.any():
        each = planned_cost(plan, twin) / may.sum()
        minutes = MINUTES[p.CHANNEL_NAMES.index(channel)]
        limits += [int(budget / each)] if budget is not None and each > 0 else []
        limits += [int(available_hours(twin) * 60 / minutes)] if minutes else []
    return gains[seen.rows], may, min(limits)


def _chosen(drawn: DrawnPlan, features: Profits, may: Flags, limit: int) -> Rows:
    """Places of the customers whom a plan contacts, `limit` at most."""
    chosen = may.copy()
    for column, quantile, above in drawn.where:
        values = features[:, column]
        edge = np.quantile(values, quantile)
        chosen &= values > edge if above else values <= edge
    places = np.flatnonzero(chosen)
    order = features[places, drawn.by] * (-1 if drawn.descending else 1)
    number = min(int(drawn.share * len(may)), limit)
    return places[np.argsort(order, kind="stable")[:number]]


def scored(
    plans: Mapping[str, Any],
    worlds: list[World],
    scenario: Scenario,
    opened: Callable[[Twin], Any],
    number: int,
    progress: Progress,
) -> tuple[dict[str, Profits], Profits]:
    """What plans earn on siblings in future 1, an entry a bank, and what generated ones do, a row a plan; in yuan.

    `opened` makes a bank of a twin. One sibling after the other: together they would not fit in a small laptop's memory.
    """
    key = (worlds, scenario, number)
    kept = kept_profits(key)
    found: dict[str, list[float]] = {name: [] for name in plans}
    made = []
    for done, world in enumerate(worlds, start=1):
        there = opened(sibling_twin(world, scenario))
        for name, policy in plans.items():
            try:
                result = there.run(policy, futures=1)
            except BilingualError as error:
                raise BilingualError(
                    f"“{name}” cannot be run on sibling bank {done}. {error.en}",
                    f"“{name}”无法在第 {done} 家姊妹银行上执行。{error.zh}",
                ) from error
            found[name].append(float(result.by_future["profit"].iloc[0]))
        if kept is None:
            made.append(generated_profits(there.twin, there.contact_limit, there.budget, scenario.months, number))
        progress(done, len(worlds))
    if kept is None:
        kept = np.array(made).T
        keep_profits(key, kept)
    return {name: np.array(profits) for name, profits in found.items()}, kept


__all__ = [
    "GENERATED",
    "DrawnPlan",
    "drawn_plans",
    "generated_profits",
    "keep_profits",
    "kept_profits",
    "scored",
    "sibling_worlds",
]
