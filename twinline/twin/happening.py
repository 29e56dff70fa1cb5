"""Happening: a round or a pilot of a game comes to pass, here or once more in a branch of it.

A game is a bank (`twinline.twin.bank.Bank`); each of these returns the bank afterwards and changes nothing.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from generators import parameters as p
from generators.twin.observed import observed_rows
from generators.twin.run import Comparison, Plan
from generators.twin.snapshot import Snapshot
from twinline.twin.asking import ask
from twinline.twin.carry_over import after_pilot, after_round, left_over
from twinline.twin.game_log import Round
from twinline.twin.months import after, live
from twinline.twin.passed import Passed
from twinline.twin.possible import still_possible, the_same, within
from twinline.twin.prepared import Prepared, prepared
from twinline.twin.readings import readings
from twinline.twin.result import Result


def carry_out(game: Any, result: Result, reason: str) -> Any:
    """The game after a result's months, in which its strategy was carried out."""
    return _after(game, result, *_passing(game, result), reason)


def _passing(game: Any, result: Result) -> tuple[Comparison, Plan, Snapshot]:
    """Let a result's months come to pass."""
    if result.prepared is not None and result.prepared.order.policy is not None:
        ((pair, plan, books, state),) = ask(result.prepared, game.twin, game.limits(result.months), [0], result.months)
        return pair, plan, after(game.twin.now, result.months, books, state)
    pair, later = live(game.twin, result.plans[0], result.months)
    return pair, result.plans[0], later


def _after(game: Any, result: Result, pair: Comparison, plan: Plan, later: Snapshot, reason: str) -> Any:
    ready = result.prepared
    happened = replace(result, pairs=(pair,), plans=(plan,), charge=game.charge, _scores={}, first_future=0)
    score = happened.score(references=False)
    told = readings(ready, plan, pair, later, result.months) if ready else ()
    number = len(game.log) + 1
    done = Round(number, game.month, result, score, told, happened.profit_and_loss, reason)
    step = Passed(game, number, result.name, plan, result.months, ready, result.given, reason)
    return replace(
        game,
        twin=after_round(game.twin, later, plan, _complaints(pair), result.months),
        log=(*game.log, done),
        path=(*game.path, step),
        charge=0.0,
        saved=left_over(game.scenario.budget, game.saved, score.paid),
        pilots=game.pilots + int(ready is not None and ready.drawn is not None),
        acquisition=None,
        before=None,
    )


def piloted(game: Any, name: str, plan: Plan, months: int, pair: Comparison, later: Snapshot) -> Any:
    """The game after a pilot's months; its cost is charged to the next round."""
    return replace(
        game,
        twin=after_pilot(game.twin, later, _complaints(pair), months),
        path=(*game.path, Passed(game, 0, name, plan, months)),
        charge=game.charge + cost_of(pair),
        pilots=game.pilots + 1,
    )


def cost_of(pair: Comparison) -> float:
    """Yuan that what was done costs."""
    return float((pair.with_plan.cost - pair.without.cost).sum())


def again(game: Any, step: Passed) -> tuple[Any, int, float]:
    """What came to pass elsewhere, here: the game after it, its contacts that cannot be made, and yuan that cannot be spent.

    Tables and pilots are repeated with the same customers as far as they can be, policies are asked anew, and as much is
    spent on new cards as the budget here allows.
    """
    there = step.before.twin.now
    if step.ready is None:
        plan = within(still_possible(step.plan, there, game.twin), game.twin, game.limits(step.months))
        pair, later = live(game.twin, plan, step.months)
        return piloted(game, step.name, plan, step.months, pair, later), len(step.plan.row) - len(plan.row), 0.0
    game, unspent = _buying(game, step)
    ready, lost = _ready(game, step.ready, step)
    plan = Plan.nothing()
    if ready.order.policy is None:
        meant, limits = step.ready.chosen_in(0), ready.under(game.limits(step.months))
        chosen = within(still_possible(meant, there, game.twin), game.twin, limits)
        plan, lost = ready.made(chosen, 0), lost + len(meant.row) - len(chosen.row)
    carried = game.charge, game.contact_limit, game.acquisition, ready, game.budget
    result = Result(game.twin, step.name, step.given, step.months, (), (plan,), *carried, first_future=0)
    pair, plan, later = _passing(game, result)
    result = replace(result, pairs=(pair,), plans=(plan,), _scores={})
    return _after(game, result, pair, plan, later, step.reason), lost, unspent


def _buying(game: Any, step: Passed) -> tuple[Any, float]:
    """The game with what a round bought of new cards, cut evenly to the budget here, and the yuan that were cut."""
    bought = step.before.acquisition
    if bought is None:
        return game, 0.0
    share = 1.0 if game.budget is None or bought.cost <= game.budget else game.budget / bought.cost
    yuan = {way: share * amount for way, amount in bought.yuan.items()}
    return game.acquire(yuan, bought.months), (1 - share) * bought.cost


def _ready(game: Any, ready: Prepared, step: Passed) -> tuple[Prepared, int]:
    """An order made ready here, with the pilot's customers of there who still have a card, and contacts that cannot be made."""
    if ready.drawn is None:
        return prepared(ready.order, game.twin, step.months), 0
    there = step.before.twin.now
    pilot = within(still_possible(ready.pilot, there, game.twin), game.twin, game.limits(step.months))
    row = the_same(ready.in_pilot, there, game.twin.now)
    here = np.isin(row, observed_rows(game.twin.now.monthly_pages))
    drawn = ready.drawn.assign(customer_id=row + p.FIRST_CUSTOMER_ID)[here].reset_index(drop=True)
    return prepared(ready.order, game.twin, step.months, pilot, drawn), len(ready.pilot.row) - len(pilot.row)


def _complaints(pair: Comparison) -> int:
    return int(pair.with_plan.complaints.sum())


__all__ = ["again", "carry_out", "cost_of", "piloted"]
