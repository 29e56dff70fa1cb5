"""`python -m benchmarks.ceilings`: do the references hold? What they earn beside the best of many rules, by world, cap and game.

A rule is searched for in one future and then played in others, so that luck in the search is not taken for worth. Differences are
of the same futures. `--worlds 20 --rules 60` is the full table; `--games open --caps 0.05` is a part of it.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.rules import FILTERS, SCORES, SEQUENCES, TRIGGERS, Rule, play, rules
from generators.parameters import Floats, world
from generators.twin.run import Comparison, Twin
from generators.twin.scenario import OPEN
from generators.twin.snapshot import snapshot
from twinline.twin.references import REFERENCES
from twinline.twin.scenarios import NAMES, load

CAPS = (0.005, 0.02, 0.1, 0.3, 1.0)  # of the open accounts, where the game sets no limit of its own
FIRST_WORLD, FUTURES = 8_100_001, (2, 3, 4, 5)
SEARCHED = 1  # the future in which rules are searched for
_CLIMBED, _TURNS, _TRIED = 3, 2, 4  # rules that are varied, how often, and variants of each part


@dataclass(frozen=True)
class Cell:
    """A world, game and number of customers: profits in yuan of each reference and of the best rule found, a future each."""

    game: str
    seed: int
    most: int
    rule: Rule
    profit: dict[str, Floats]

    def ahead(self, one: str, other: str) -> tuple[float, float]:
        """By how much one earns more than the other, mean over the futures, and its standard error."""
        more = self.profit[one] - self.profit[other]
        return float(more.mean()), float(more.std(ddof=1) / np.sqrt(len(more)))


def cells(
    seeds: list[int], games: list[str], caps: tuple[float, ...], number: int, turns: int = _TURNS
) -> Iterator[Cell]:
    """Every world, game and cap, with the best of `number` rules and of those that they were varied to in so many turns."""
    for seed in seeds:
        for game in games:
            scenario = OPEN if game == OPEN.name else load(game)
            twin = Twin(snapshot(world("course", seed)), scenario)
            accounts = int(twin.now.monthly_pages[-1].open.sum())
            for share in (scenario.share,) if scenario.share else caps:
                yield cell(twin, int(share * accounts), number, turns)


def cell(twin: Twin, most: int, number: int, turns: int) -> Cell:
    """One world, game and cap."""
    months = twin.scenario.months
    rule = searched(twin, most, months, number, turns)
    profit = {
        name: np.array([_profit(each.play(twin, most, months, future)[0]) for future in FUTURES])
        for name, each in REFERENCES.items()
    }
    profit["rule"] = np.array([_profit(play(rule, twin, most, months, future)) for future in FUTURES])
    return Cell(twin.scenario.name, twin.now.world.seed, most, rule, profit)


def searched(twin: Twin, most: int, months: int, number: int, turns: int) -> Rule:
    """The best of some rules drawn by lot, varied part by part."""
    rng = np.random.default_rng([twin.now.world.seed, most])
    every = list(rules())
    lists = [rule for rule in every if rule.trigger == "list"]
    others = [rule for rule in every if rule.trigger != "list"]  # each takes ten times as long
    drawn = [lists[at] for at in rng.choice(len(lists), number, replace=False)]
    drawn += [others[at] for at in rng.choice(len(others), max(number // 6, 1), replace=False)]
    found = {rule: _profit(play(rule, twin, most, months, SEARCHED)) for rule in drawn}
    for _ in range(turns):
        for rule in sorted(found, key=found.__getitem__)[-_CLIMBED:]:
            for part, values in (
                ("filter", FILTERS),
                ("score", SCORES),
                ("sequence", tuple(SEQUENCES)),
                ("trigger", TRIGGERS),
            ):
                for value in rng.choice(values, min(_TRIED, len(values)), replace=False):
                    other = replace(rule, **{part: str(value)})
                    if other not in found:
                        found[other] = _profit(play(other, twin, most, months, SEARCHED))
    return max(found, key=found.__getitem__)


def _profit(pair: Comparison) -> float:
    return float((pair.with_plan.profit - pair.without.profit).sum())


def main() -> None:
    """Print a row a cell in thousand yuan, and how often a rule is more than two standard errors ahead."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--first", type=int, default=FIRST_WORLD)
    parser.add_argument("--games", nargs="*", default=[OPEN.name, *NAMES])
    parser.add_argument("--caps", nargs="*", type=float, default=list(CAPS))
    parser.add_argument("--rules", type=int, default=60)
    asked = parser.parse_args()
    names = ("oracle", "observable", "rule", "uplift", "churn", "random", "all")
    print(
        "| game | world | customers |",
        " | ".join(names),
        "| rule ahead of observable | observable ahead of oracle | rule |",
    )
    print("|---|---|---|" + "---|" * (len(names) + 3))
    beaten, above = 0, 0
    seeds = [asked.first + number for number in range(asked.worlds)]
    for each in cells(seeds, asked.games, tuple(asked.caps), asked.rules):
        rule, oracle = each.ahead("rule", "observable"), each.ahead("observable", "oracle")
        beaten, above = beaten + (rule[0] > 2 * rule[1]), above + (oracle[0] > 2 * oracle[1])
        profits = " | ".join(f"{each.profit[name].mean() / 1e3:,.0f}" for name in names)
        told = [f"{mean / 1e3:+,.0f} ± {error / 1e3:,.0f}" for mean, error in (rule, oracle)]
        how = f"{each.rule.sequence}; {each.rule.trigger}, {each.rule.filter}, by {each.rule.score}"
        print(f"| {each.game} | {each.seed} | {each.most:,} | {profits} | {told[0]} | {told[1]} | {how} |", flush=True)
    print(
        f"\nRules ahead of the best observable policy by more than two standard errors: {beaten}; that one of the oracle: {above}."
    )


if __name__ == "__main__":
    main()
