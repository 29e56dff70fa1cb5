"""Yesterday's policy: the rules that the bank ran as business as usual, and the randomised pilots in between.

Everything here looks only at what the bank could see at the time.
"""

from dataclasses import replace

import numpy as np

from generators import parameters as p
from generators.draws import Draws, Purpose, choose
from generators.month import Actions, State
from generators.month.state import Codes, Flags
from generators.parameters import Pilot, World
from generators.population import Population

CAMPAIGNS = tuple(rule.campaign for rule in p.RULES) + tuple(pilot.campaign for pilot in p.PILOTS)


class BusinessAsUsual:
    """Plans a block's contacts month by month; remembers who is in a pilot and must not be contacted otherwise."""

    def __init__(self, population: Population, draws: Draws, world: World) -> None:
        self.population, self.draws, self.world = population, draws, world
        self.quiet_until = np.zeros(len(population), dtype=np.int64)

    def plan(self, state: State, month: int) -> Actions:
        """The month's actions: pilots first, then the rules for whoever is left."""
        segment = segments(self.population, state, month)
        actions = self._rules(state, month)
        for pilot in p.PILOTS:
            if pilot.month == month:
                actions = self._pilot(pilot, segment, state, month, actions)
        return replace(actions, segment=segment)

    def _rules(self, state: State, month: int) -> Actions:
        tenure = month - self.population.open_month
        settled = state.open & (tenure > 3)
        festival = self.world.month_start(month).month in p.FESTIVAL_MONTHS
        picks = (
            state.open & (tenure == 1),
            settled & (state.quiet >= 2) & (state.quiet <= 4),
            settled & (state.quiet == 0) & festival,
        )
        actions = Actions.none(len(state))
        luck = self.draws.uniform(month, Purpose.LIST)
        free = (self.quiet_until <= month) & (state.leaving < 0)
        for rule, picked in zip(p.RULES, picks, strict=True):
            listed = picked & free
            actions = _fill(
                actions, listed & (luck < rule.chance), rule.campaign, rule.channel, rule.offer, rule.chance
            )
        return actions

    def _pilot(self, pilot: Pilot, segment: Codes, state: State, month: int, actions: Actions) -> Actions:
        may = np.isin(segment, [p.SEGMENTS.index(name) for name in pilot.segments]) & (state.leaving < 0)
        drawn = may & (self.draws.uniform(month, Purpose.PILOT_DRAW) < pilot.share)
        arm = choose(self.draws.uniform(month, Purpose.PILOT_ARM), [pilot.treated, 1 - pilot.treated])
        self.quiet_until = np.where(drawn, month + pilot.quiet_months, self.quiet_until)
        planned = _fill(actions, drawn, pilot.campaign, pilot.channel, pilot.offer, pilot.treated)
        return replace(
            planned, treated=np.where(drawn, arm == 0, planned.treated), randomised=planned.randomised | drawn
        )


def segments(population: Population, state: State, month: int) -> Codes:
    """Each customer's segment as the bank sees it at the month's start, an index into SEGMENTS; -1 if not a customer.

    New and unused: opened in this month or the two before, and not activated. Asleep: no purchase in the last two full
    months. Regular: the rest.
    """
    here: Flags = state.open | (population.open_month == month)
    tenure = month - population.open_month
    named = np.where((tenure <= 2) & ~state.activated, 0, np.where(state.quiet >= 2, 1, 2))
    return np.where(here, named, -1)


def _fill(actions: Actions, rows: Flags, campaign: str, channel: str, offer: str, propensity: float) -> Actions:
    return replace(
        actions,
        channel=np.where(rows, p.CHANNEL_NAMES.index(channel), actions.channel),
        offer=np.where(rows, p.OFFER_NAMES.index(offer), actions.offer),
        campaign=np.where(rows, CAMPAIGNS.index(campaign), actions.campaign),
        treated=np.where(rows, True, actions.treated),
        randomised=actions.randomised & ~rows,
        propensity=np.where(rows, propensity, actions.propensity),
    )
