"""`python -m benchmarks.ceilings`: do the references hold? What they earn beside the best of many rules, by game and cap.

Rules are searched for on some worlds, and the best of them then play on others beside the references, in futures in which nothing
was searched: so luck in the search is not taken for worth. Errors are over worlds. `--worlds 20 --rules 300` is the full table;
`--games open --caps 0.05` is a part of it.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.rules import FILTERS, SCORES, SEQUENCES, TRIGGERS, Rule, play, rules
from generators.parameters import Floats, world
from generators.twin.run import Comparison, Twin
from generators.twin.scenario import OPEN, Scenario
from generators.twin.snapshot import snapshot
from twinline.twin.references import REFERENCES
from twinline.twin.scenarios import NAMES, load

CAPS = (0.005, 0.02, 0.1, 0.3, 1.0)  # of the open accounts, where the game sets no limit of its own
FIRST_WORLD, FUTURES = 8_100_001, (2, 3, 4)
FIRST_SEARCHED, SEARCHED = 8_200_001, 1  # worlds on which rules are searched for, and the future
BEST = 3  # rules of a search that play on
_CLIMBED, _PARTS = 4, {"filter": FILTERS, "score": SCORES, "sequence": tuple(SEQUENCES), "trigger": TRIGGERS}


@dataclass(frozen=True)
class Cell:
    """A game and a share of the customers: profits in yuan of each reference and of the best rules, an entry a world.

    Those of the rules are by their number: the first was the best in the search.
    """

    game: str
    share: float
    found: tuple[Rule, ...]
    profit: dict[str, Floats]

    @property
    def names(self) -> list[str]:
        """Of the rules, as in `profit`."""
        return [_name(number) for number in range(len(self.found))]

    def ahead(self, one: str, other: str) -> tuple[float, float]:
        """By how much one earns more than the other, mean over the worlds, and its standard error."""
        more = self.profit[one] - self.profit[other]
        return float(more.mean()), float(more.std(ddof=1) / np.sqrt(len(more)))

    def mean(self, name: str) -> float:
        """Mean profit over the worlds."""
        return float(self.profit[name].mean())

    def best(self) -> str:
        """The rule that earned most on these worlds."""
        return max(self.names, key=self.mean)


def cell(
    game: str, share: float, seeds: list[int], found: tuple[Rule, ...], futures: tuple[int, ...] = FUTURES
) -> Cell:
    """A game and share on these worlds, under the references and these rules."""
    scenario, profit = _game(game), dict[str, list[float]]()
    for seed in seeds:
        twin = Twin(snapshot(world("course", seed)), scenario)
        most = _most(twin, share)
        for name, each in REFERENCES.items():
            earned = [_profit(each.play(twin, most, scenario.months, future)[0]) for future in futures]
            profit.setdefault(name, []).append(float(np.mean(earned)))
        for number, rule in enumerate(found):
            earned = [_profit(play(rule, twin, most, scenario.months, future)) for future in futures]
            profit.setdefault(_name(number), []).append(float(np.mean(earned)))
    return Cell(game, share, found, {name: np.array(earned) for name, earned in profit.items()})


def searched(game: str, share: float, number: int, worlds: int = 4, turns: int = 2) -> tuple[Rule, ...]:
    """The best of some rules drawn by lot and of what they are varied to, part by part, over some worlds."""
    twins = [Twin(snapshot(world("course", FIRST_SEARCHED + place)), _game(game)) for place in range(worlds)]
    rng = np.random.default_rng([number, worlds])

    def worth(rule: Rule) -> float:
        earned = [play(rule, twin, _most(twin, share), twin.scenario.months, SEARCHED) for twin in twins]
        return float(np.mean([_profit(pair) for pair in earned]))

    every = list(rules())
    lists = [rule for rule in every if rule.trigger == "list"]
    others = [rule for rule in every if rule.trigger != "list"]  # each takes ten times as long
    drawn = [lists[at] for at in rng.choice(len(lists), number, replace=False)]
    drawn += [others[at] for at in rng.choice(len(others), max(number // 20, 1), replace=False)]
    found = {rule: worth(rule) for rule in drawn}
    for _ in range(turns):
        for rule in sorted(found, key=found.__getitem__)[-_CLIMBED:]:
            for other in _varied(rule):
                if other not in found:
                    found[other] = worth(other)
    return tuple(sorted(found, key=found.__getitem__, reverse=True)[:BEST])


def _varied(rule: Rule) -> Iterator[Rule]:
    for part, values in _PARTS.items():
        yield from (replace(rule, **{part: value}) for value in values)


def _game(name: str) -> Scenario:
    return OPEN if name == OPEN.name else load(name)


def _most(twin: Twin, share: float) -> int:
    return int((twin.scenario.share or share) * twin.accounts)


def _name(number: int) -> str:
    return f"rule {number + 1}"


def _profit(pair: Comparison) -> float:
    return float((pair.with_plan.profit - pair.without.profit).sum())


def places(games: list[str], caps: tuple[float, ...]) -> Iterator[tuple[str, float]]:
    """Every game with every share of the customers that it leaves open."""
    for game in games:
        scenario = _game(game)
        limited = scenario.share is not None or scenario.budget is not None
        yield from ((game, share) for share in ((scenario.share or 1.0,) if limited else caps))


def main() -> None:
    """Print a row a game and cap in thousand yuan, and how often something is more than two standard errors ahead."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--games", nargs="*", default=[OPEN.name, *NAMES])
    parser.add_argument("--caps", nargs="*", type=float, default=list(CAPS))
    parser.add_argument("--rules", type=int, default=300)
    asked = parser.parse_args()
    names, seeds = list(REFERENCES), [FIRST_WORLD + number for number in range(asked.worlds)]
    print(
        f"| game | share | {' | '.join(names)} | best rule | rule less observable | observable less oracle | the rule |\n"
        f"|---|---|{'---|' * (len(names) + 4)}"
    )
    beaten, above = 0, 0
    for game, share in places(asked.games, tuple(asked.caps)):
        each = cell(game, share, seeds, searched(game, share, asked.rules))
        rule, oracle = each.ahead(each.best(), "observable"), each.ahead("observable", "oracle")
        beaten, above = beaten + (rule[0] > 2 * rule[1]), above + (oracle[0] > 2 * oracle[1])
        profits = " | ".join(f"{each.mean(name) / 1e3:,.0f}" for name in (*names, each.best()))
        told = " | ".join(f"{mean / 1e3:+,.0f} (s.e. {error / 1e3:,.0f})" for mean, error in (rule, oracle))
        best = each.found[each.names.index(each.best())]
        how = f"{best.sequence}; {best.trigger}, {best.filter}, by {best.score}"
        print(f"| {game} | {share:.1%} | {profits} | {told} | {how} |", flush=True)
    print(
        f"\nMore than two standard errors ahead: a rule of the best observable policy {beaten} times, that of the oracle {above}."
    )


if __name__ == "__main__":
    main()
