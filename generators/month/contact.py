"""Contact: whom the bank's message reaches, how strongly, and who complains."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints
from generators.draws import Draws, Purpose
from generators.month.state import NO_CHANNEL, State
from generators.population import Population


@dataclass(frozen=True)
class Actions:
    """What the bank plans this month, one entry a customer: at most one contact each.

    `channel` and `offer` are codes of `parameters.CHANNELS` and `OFFERS`, `campaign` of `policy.CAMPAIGNS`, `segment`
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
        nothing = np.full(size, NO_CHANNEL, dtype=np.intp)
        no = np.zeros(size, dtype=bool)
        zero = np.zeros(size, dtype=np.int64)
        return cls(nothing, nothing, nothing, nothing, nothing, zero, no, no, np.zeros(size))


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


def contact(
    population: Population, state: State, actions: Actions, friend: Flags, month: int, draws: Draws
) -> Contacts:
    """Whom a month's contacts reach, and how strongly; `friend` says who is the manager's friend on WeCom.

    Strength is reach × channel × offer × digital fit × honeymoon × second wave × fatigue (bank notes).
    """
    sent = (actions.channel != NO_CHANNEL) & actions.treated & state.open
    reached = sent & (draws.uniform(month, Purpose.REACH) < _reach(population, actions.channel, friend))
    strength = np.where(reached, _strength(population, state, actions, month), 0.0)
    kind = population.latent_type
    annoyance = p.by_type("complain")[kind] * (1 + p.ANNOYANCE * state.fatigue)
    complained = reached & (draws.uniform(month, Purpose.COMPLAIN) < annoyance)
    answers = np.array([channel.answers for channel in p.CHANNELS])[actions.channel]
    dog = kind == p.SLEEPING_DOG
    return Contacts(reached, strength, np.where(reached & ~dog, answers, 0.0), complained)


def _reach(population: Population, channel: Codes, friend: Flags) -> Floats:
    reach = np.array([way.reach for way in p.CHANNELS])[channel]
    reach = np.where(channel == p.APP_PUSH, reach * population.app * (p.APP_PUSH_SEEN + population.affinity), reach)
    return np.where(channel == p.WECOM, reach * friend, reach)


def _strength(population: Population, state: State, actions: Actions, month: int) -> Floats:
    way, offer = actions.channel, actions.offer
    channel = np.array([channel.strength for channel in p.CHANNELS])[way]
    offered = np.array([offer.strength for offer in p.OFFERS])[offer]
    # Sleeping dogs do not hear the offer; being tired of contact makes them worse, and everyone else deaf.
    dog = population.latent_type == p.SLEEPING_DOG
    offered = np.where(dog & (offered > 0), p.SLEEPING_DOG_OFFER, offered)
    tired = np.exp(p.FATIGUE_SLOPE * np.where(dog, state.fatigue, -state.fatigue))
    digital = np.array([channel.digital for channel in p.CHANNELS])[way]
    fit = np.where(
        digital,
        p.DIGITAL_FIT[0] + p.DIGITAL_FIT[1] * population.affinity,
        p.HUMAN_FIT[0] + p.HUMAN_FIT[1] * population.affinity,
    )
    wave = np.where((state.last_channel != NO_CHANNEL) & (state.last_channel != way), p.SECOND_WAVE, 1.0)
    # Who talks with them matters as much as what is said.
    fit = fit * np.where(digital, 1.0, 1 + p.CARE_HEARD * population.care)
    return np.asarray(channel * offered * fit * tired * wave * _honeymoon(month - population.open_month))


def _honeymoon(tenure: Ints) -> Floats:
    strengths = np.array([*p.HONEYMOON, 1.0])
    return strengths[np.clip(tenure, 0, len(p.HONEYMOON))]
