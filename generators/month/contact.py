"""Contact: whom the bank's message reaches, how strongly, and who complains."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Rows
from generators.draws import Draws
from generators.draws import Purpose as EnginePurpose
from generators.month.state import NO_CHANNEL, State
from generators.parameters import World
from generators.population import Population


@dataclass(frozen=True)
class Actions:
    """What the bank plans this month, one entry a customer: at most one contact each.

    `channel` and `offer` are codes of `parameters.CHANNELS` and `ACTIONS`, `campaign` of `policy.CAMPAIGNS`, `segment`
    of `SEGMENTS`. `channel` is NO_CHANNEL where nothing is planned. Where `treated` is false although a channel is
    planned, the customer is in a control arm: the contact was decided against by lot and does nothing.
    """

    channel: Codes
    offer: Codes
    campaign: Codes
    segment: Codes  # as the bank saw the customer when it made the list
    arm: Codes  # of `parameters.ARM_NAMES`
    wave: Ints  # which contact of the campaign this is; 0 where none is made
    treated: Flags
    randomised: Flags
    propensity: Floats  # chance with which they were to get what they get

    @classmethod
    def none(cls, size: int) -> "Actions":
        """A month in which the bank leaves everyone alone."""
        channel, offer, campaign, segment, arm = np.full((5, size), NO_CHANNEL, dtype=np.intp)
        treated, randomised = np.zeros((2, size), dtype=bool)
        wave = np.zeros(size, dtype=np.int64)
        return cls(channel, offer, campaign, segment, arm, wave, treated, randomised, np.zeros(size))


@dataclass(frozen=True)
class Contacts:
    """What came of the actions, one entry a customer.

    `strength` is the stimulus that acts on the customer; zero where nobody was reached, and where nothing was sold.
    `answered` is the share of their doubt that the talk took away.
    """

    reached: Flags
    strength: Floats
    answered: Floats
    complained: Flags
    unsubscribed: Flags  # asked for no more texts


class Purpose(IntEnum):
    """What a draw is for, 2231 to 2239. Append only."""

    UNSUBSCRIBE = 2231


def allowed(actions: Actions, state: State) -> Actions:
    """The actions without texts to those who asked for no more of them: no text leaves the house."""
    stopped = state.no_texts & (actions.channel == p.SMS)
    if not stopped.any():
        return actions
    return replace(actions, channel=np.where(stopped, NO_CHANNEL, actions.channel), treated=actions.treated & ~stopped)


def contact(
    population: Population, state: State, actions: Actions, friend: Flags, month: int, draws: Draws, world: World
) -> Contacts:
    """Whom a month's contacts reach, and how strongly; `friend` says who is the manager's friend on WeCom.

    Strength is reach × channel × offer × digital fit × honeymoon × second wave × fatigue (bank notes).
    """
    size = len(state)
    kinds = (bool, float, float, bool, bool)
    reached, strength, answered, complained, unsubscribed = (np.zeros(size, dtype=kind) for kind in kinds)
    rows = np.flatnonzero((actions.channel != NO_CHANNEL) & actions.treated & state.open)
    rows = rows[
        draws.take(rows).uniform(month, EnginePurpose.REACH) < _reach(population, actions.channel, friend, rows)
    ]
    reached[rows] = True
    strength[rows] = _strength(population, state, actions, month, rows)
    kind = population.latent_type[rows]
    annoyed = 1 + p.ANNOYANCE * state.fatigue[rows]
    luck = draws.take(rows).uniform(month, EnginePurpose.COMPLAIN)
    complained[rows] = luck < p.by_type("complain")[kind] * annoyed
    if month >= world.months:  # in the history nobody's texts were so many: who refused them did so by themselves
        text = actions.channel[rows] == p.SMS
        chance = p.by_name(dict(p.UNSUBSCRIBE), p.UNSUBSCRIBE_ELSE)[kind] * annoyed
        unsubscribed[rows] = text & (draws.take(rows).uniform(month, Purpose.UNSUBSCRIBE) < chance)
    answers = np.array([channel.answers for channel in p.CHANNELS])[actions.channel[rows]]
    answered[rows] = np.where(kind == p.SLEEPING_DOG, 0.0, answers)
    return Contacts(reached, strength, answered, complained, unsubscribed)


def _reach(population: Population, channels: Codes, friend: Flags, rows: Rows) -> Floats:
    channel = channels[rows]
    reach = np.array([way.reach for way in p.CHANNELS])[channel]
    app = population.app[rows] * (p.APP_PUSH_SEEN + population.affinity[rows])
    reach = np.where(channel == p.APP_PUSH, reach * app, reach)
    return np.where(channel == p.WECOM, reach * friend[rows], reach)


def _strength(population: Population, state: State, actions: Actions, month: int, rows: Rows) -> Floats:
    """The stimulus that acts on those at `rows`, all of whom are reached."""
    way, offer = actions.channel[rows], actions.offer[rows]
    channel = np.array([channel.strength for channel in p.CHANNELS])[way]
    offered = np.array([action.strength for action in p.ACTIONS])[offer]
    # Sleeping dogs do not hear the offer; being tired of contact makes them worse, and everyone else deaf.
    dog, fatigue = population.latent_type[rows] == p.SLEEPING_DOG, state.fatigue[rows]
    annoying = np.array([action.annoys for action in p.ACTIONS])[offer]
    offered = np.where(dog & (offered > 0), annoying, offered)
    tired = np.exp(p.FATIGUE_SLOPE * np.where(dog, fatigue, -fatigue))
    digital, affinity = np.array([channel.digital for channel in p.CHANNELS])[way], population.affinity[rows]
    fit = np.where(
        digital,
        p.DIGITAL_FIT[0] + p.DIGITAL_FIT[1] * affinity,
        p.HUMAN_FIT[0] + p.HUMAN_FIT[1] * affinity,
    )
    before = state.last_channel[rows]
    wave = np.where((before != NO_CHANNEL) & (before != way), p.SECOND_WAVE, 1.0)
    # Who talks with them matters as much as what is said.
    fit = fit * np.where(digital, 1.0, 1 + p.CARE_HEARD * population.care[rows])
    tenure = month - population.open_month[rows]
    return np.asarray(channel * offered * fit * tired * wave * _honeymoon(tenure))


def _honeymoon(tenure: Ints) -> Floats:
    strengths = np.array([*p.HONEYMOON, 1.0])
    return strengths[np.clip(tenure, 0, len(p.HONEYMOON))]
