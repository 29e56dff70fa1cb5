"""Customers: the latent types, the traits that they are born with, and how a card lives from month to month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from generators.arrays import Floats

# --- latent types -----------------------------------------------------------------------------------------------------
# Share, closure hazard and the fall of the closure logit per delivered contact are the starting values of the bank
# notes (a). `growth` and `pull` act on the log of the purchase rate; `wake` on the logit of buying again or at all.


@dataclass(frozen=True, kw_only=True)
class LatentType:
    """How one kind of customer lives and what a contact does to them."""

    name: str
    share: float
    closure: float  # monthly hazard of closing the account, before any contact
    retention: float  # fall of the closure logit per unit of contact strength
    spend: float  # rise of log purchase rate per unit of contact strength, fading
    pull: float  # purchases pulled forward: log rate up now, down next month
    wake: float  # rise of the activation and re-activation logit per unit of contact strength
    redeem: float  # chance to redeem an offer that reached them
    complain: float  # chance to complain about a contact that reached them
    upgrade: float  # rise of the logit of taking a bigger card, per unit of strength of an invitation to do so


TYPES: Final = (
    LatentType(
        name="loyal",
        share=0.21,
        closure=0.0026,
        retention=0.10,
        spend=0.02,
        pull=0.00,
        wake=0.40,
        redeem=0.45,
        complain=0.0015,
        upgrade=1.0,
    ),
    LatentType(
        name="persuadable",
        share=0.18,
        closure=0.0135,
        retention=1.60,
        spend=0.05,
        pull=0.00,
        wake=1.80,
        redeem=0.40,
        complain=0.0015,
        upgrade=1.0,
    ),
    LatentType(
        name="lost_cause",
        share=0.15,
        closure=0.044,
        retention=0.05,
        spend=0.00,
        pull=0.00,
        wake=0.10,
        redeem=0.10,
        complain=0.0030,
        upgrade=0.0,
    ),
    LatentType(
        name="sleeping_dog",
        share=0.16,
        closure=0.012,
        retention=-2.65,
        spend=-0.02,
        pull=0.00,
        wake=-0.30,
        redeem=0.12,
        complain=0.0240,
        upgrade=-0.5,
    ),
    LatentType(
        name="deal_hunter",
        share=0.14,
        closure=0.0165,
        retention=0.05,
        spend=0.00,
        pull=0.20,
        wake=0.50,
        redeem=0.75,
        complain=0.0010,
        upgrade=1.0,
    ),
    LatentType(
        name="growth",
        share=0.16,
        closure=0.007,
        retention=0.10,
        spend=0.06,
        pull=0.00,
        wake=1.30,
        redeem=0.50,
        complain=0.0010,
        upgrade=3.6,
    ),
)
TYPE_NAMES: Final = tuple(kind.name for kind in TYPES)
LOYAL: Final = TYPE_NAMES.index("loyal")
LOST_CAUSE: Final = TYPE_NAMES.index("lost_cause")
SLEEPING_DOG: Final = TYPE_NAMES.index("sleeping_dog")


def by_type(field: str) -> Floats:
    """One value a latent type, in the order of `TYPES`, to be indexed by type code."""
    return np.array([getattr(kind, field) for kind in TYPES])


def by_name(values: dict[str, float], default: float) -> Floats:
    """One value a latent type, in the order of `TYPES`: the named ones, and a default for the rest."""
    return np.array([values.get(kind.name, default) for kind in TYPES])


CLOSURE_NOISE: Final = 0.25  # of a customer's closure logit, per unit of their own luck (a)
RESPONSE_NOISE: Final = 0.30  # of their answer to contact, of mean 1, per unit of the same luck (a)
LEAST_RESPONSE: Final = 0.2  # (a)

# --- traits -----------------------------------------------------------------------------------------------------------
# How traits hang together (all (a); signs as a branch knows them): what each trait's normal takes from common factors.
# The rest, up to a variance of 1, is luck of its own. `years` is age itself; `means` what a household lives on;
# `caution` care with money; `modern` a liking for what is new. Where a trait is a list, its first entries have low luck.
LOADINGS: Final[Mapping[str, Mapping[str, float]]] = {
    "income": {"means": 0.80},
    "occupation": {"means": 0.75},  # from OCCUPATIONS' first to its last
    "city": {"means": -0.25},  # the cities of the first tier come first
    "affinity": {"modern": 0.75, "means": 0.15},
    "risk": {"caution": -0.65, "means": -0.20},
    "wealth": {"means": 0.55, "years": 0.30, "caution": 0.20},
    "rate": {"years": -0.22, "means": 0.20, "modern": 0.10},
    "pay_style": {"caution": -0.36, "means": -0.30, "years": -0.08},  # in full comes first
    "type": {"years": -0.15, "caution": -0.12},  # weakly: from the loyal to the growing
    "acquisition": {"years": -0.40, "modern": 0.42, "caution": -0.22},  # in the order of ACQUIRED_BY_AGE
}
FEMALE: Final = 0.49  # share (a)
YOUNGEST: Final = 20  # age in the year of opening; banks ask for 18
AGE_SPAN: Final = 45  # years from the youngest to the oldest newcomer (a)
AGE_SKEW: Final = 1.35  # above 1: more young newcomers than old ones (a)
OPENED_BEFORE: Final = 0.58  # share of customers who hold their card when the history begins (a)
OLDEST_TENURE: Final = 96  # months
MEAN_TENURE: Final = 34.0
# Leaning to digital channels, 0 to 1 (a): its logit at an age, the fall with each year above it, and the spread.
AFFINITY_AGE: Final = 21
AFFINITY_LOGIT: Final = 1.1
AFFINITY_FALL: Final = 0.055
AFFINITY_SPREAD: Final = 0.9
# Occupation as in the application (shares (a)), from the least to the best paid. Students and pensioners are told by
# age: pensions begin at 60 for men and 55 for women in offices (State Council 1978, in force until 2024).
OCCUPATIONS: Final = ("service", "worker", "clerk", "self_employed", "public", "professional", "manager")
OCCUPATION_SHARES: Final = (0.17, 0.18, 0.22, 0.15, 0.12, 0.11, 0.05)
RETIRED_FROM: Final = (60, 55)  # age at opening: of men, and of women
STUDENT_UNTIL: Final = 24  # age at opening
STUDENTS: Final = 0.35  # share of those so young (a)
# What a student lives on beside others of that age and family, in units of income's luck (a).
STUDENT_INCOME: Final = -1.2
APP_USER: Final = (0.35, 0.60)  # share that uses the app: of the least digital, and how much more of the most (a)
# Annual income, log-normal (a). Luck rises with the age at opening, from this age on, for so many years.
MEDIAN_INCOME_YUAN: Final = 105_000
INCOME_SIGMA: Final = 0.55
INCOME_BY_AGE: Final = 0.25
INCOME_AGE: Final = 30
INCOME_YEARS: Final = 15
# What income has to do with the rest (a): weights of luck so far and of new luck, whose squares add up to about 1.
PRODUCT_FROM_INCOME: Final = (0.75, 0.66)
LIMIT_FROM_PRODUCT: Final = 0.67
LIMIT_FROM_RISK: Final = -0.25  # limits follow the score, and the score follows the risk
TICKET_FROM_INCOME: Final = (0.5, 0.87)
TICKET_SIGMA: Final = 0.55  # spread of customers' ticket sizes (log)
ACQUISITION: Final = ("branch", "app", "partner_scene", "referral", "outbound")
ACQUISITION_SHARES: Final = (0.34, 0.24, 0.20, 0.12, 0.10)  # (a)
ACQUIRED_BY_AGE: Final = ("branch", "outbound", "referral", "partner_scene", "app")  # whom the oldest come by, first

# --- a card's life ----------------------------------------------------------------------------------------------------
# Hazard of a first use by month since opening: most of it early, little after month 3. No public Chinese figure: (a).
ACTIVATION: Final = (0.435, 0.26, 0.13, 0.06, 0.025)  # the last value holds from then on
FIRST_USE_WITHIN: Final = 3  # people try a new card soon: in the first third of what is left of the month (a)
ACTIVATED_BEFORE: Final = 0.93
ACTIVATED_WITHIN: Final = 40  # days from opening, of cards from before the history (a)
FALL_ASLEEP: Final = 0.0135  # a month; times (1 + closure / the closure below) by type
FALL_ASLEEP_CLOSURE: Final = 0.02
WAKE_UP: Final = 0.075
ACTIVATION_PUSH: Final = 2.2  # on the activation logit, per unit of a type's `wake` times contact strength
WAKE_PUSH: Final = 2.8  # the same for waking a sleeping card
ASLEEP_AT_START: Final = 0.16
QUIET_AT_START: Final = 3  # months without a purchase behind those who are asleep, or never used the card (a)
SLEEP_CLOSURE_LOGIT: Final = 0.60  # a sleeping card is nearer to closing
RATE_SHAPE: Final = (
    1.15  # gamma shape of purchase rates: with Poisson counts the NBD of the literature (Ehrenberg 1959)
)
RATE_MEAN: Final = 14.9  # purchases in an awake month
RATE_MEMORY: Final = 0.75  # AR(1) of log purchase rate
RATE_SHOCK: Final = 0.22
DECLINE: Final = 0.06  # a month, log purchase rate of lost causes: the early-warning signal
PULLED_BACK: Final = 0.8  # share of the purchases pulled forward, in logs, that the next month lacks (a)
ANNOYED_BELOW: Final = -0.4  # retention lift below which a leaver says that contact drove them off (a)

# --- ties: the manager's friends on WeCom, and friends who brought each other -----------------------------------------
FRIEND: Final = (0.12, 0.30)  # share that adds the manager unasked, and how much more of the most digital (a)
FRIEND_SOON: Final = 2.0  # above 1: added early rather than late (a)
FRIEND_LEFT: Final = 0.12  # share of those who are no friends at the end that once were (a)
FRIEND_LASTS: Final = (0.1, 0.9)  # of the time that is left, how much at least, and how much more by luck (a)
FRIEND_WAKE: Final = 2.6  # what friendship adds to the logit of waking a sleeping card (a)
FRIEND_AWAKE: Final = 0.15  # factor on falling asleep (a)
FRIEND_STAYS: Final = 0.80  # fall of the closure logit (a)
# Those whom a customer brought are worth more for as long as that customer uses the card: Schmitt, Skiera and Van den
# Bulte (2011) found referred bank customers at least 16 % more valuable; how it comes about here is (a).
PRESENCE_SPEND: Final = 0.38  # log purchase rate
PRESENCE_AWAKE: Final = 0.40  # factor on falling asleep
PRESENCE_STAYS: Final = 0.50  # fall of the closure logit

# --- a bigger card ----------------------------------------------------------------------------------------------------
UPGRADE: Final = 0.018  # monthly chance of somebody who buys at the mean rate (a)
UPGRADE_BY_RATE: Final = 1.00  # on its logit, per unit of the log rate: the busiest upgrade, asked or not (a)
UPGRADE_TENURE: Final = 6  # months that a card is held before (a)
# An invitation's push on whoever has all the room (`WALLET_ROOM`) and the middling wallet elsewhere (a).
UPGRADE_ROOM_PUSH: Final = 1.55
UPGRADE_BY_WALLET: Final = 4.0  # a unit of that weight beside its mean, times more of that push, not below nothing (a)
UPGRADE_LIMIT: Final = 1.3  # the limit, times this (a)
UPGRADE_SPEND: Final = 0.06  # log purchase rate (a)

# --- the wallet elsewhere (all (a)) -----------------------------------------------------------------------------------
# Room to grow: all of it up to so many times the mean customer's spending habit, less and less over the stretch that
# follows, none beyond, where the card already is the one that is used.
WALLET_ROOM: Final = (0.55, 0.45)
WALLET_HALF_YUAN: Final = 12_000  # used elsewhere, at which the wallet elsewhere weighs a half
WALLET_MIDDLE: Final = 0.44  # mean of that weight
# Log purchase rate a year, times the weight beside its mean and the room: spending moves to the card that is at hand.
WALLET_GROWTH: Final = 0.50
WALLET_YEARS: Final = 3  # since the history begins or the card opens, after which nothing moves any more

# --- what the bank sees coming: hints that carry signal about the latent type (all (a)) -------------------------------
ENQUIRE: Final = {"persuadable": 0.16, "lost_cause": 0.10, "growth": 0.02}  # monthly, asks about fees or leaving
ENQUIRE_ELSE: Final = 0.012
DOUBT_LOGIT: Final = 1.70  # on the closure logit, in the month after an enquiry
DOUBT_DECAY: Final = 0.7
OPT_OUT: Final = {"sleeping_dog": 0.75}  # share that has refused marketing contacts
OPT_OUT_ELSE: Final = 0.05
# Of those who opt out, the chance of each way: text, call, WeCom (of friends). Texts come daily and are refused first;
# few think of calls, so that calls reach people whom they annoy, and lawfully (a).
OPT_OUT_WAYS: Final = (0.85, 0.15, 0.30)
# Consent to marketing is asked for in the application, apart from the contract: Personal Information Protection Law,
# 2021, articles 14 and 16.
CONSENT: Final = {"sleeping_dog": 0.90}  # share that gives it there (a)
CONSENT_ELSE: Final = 0.95
CONSENT_LATER: Final = 0.40  # of the rest, give it later, asked in the app or a branch (a)
CONSENT_DAYS: Final = (30, 365)  # days from the opening: least, and how many more by luck
