"""Contacts: how to reach a customer, and what they have asked the bank not to do. Nobody real can be reached by it."""

from typing import Final

import numpy as np

from generators import parameters as p
from generators.draws import STATIC, Draws, lane
from generators.pages import Columns
from generators.parameters import World
from generators.people.applying import submitted_on
from generators.people.days import between, last_day, opened_on
from generators.people.households import households
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population

# Chinese mobile numbers begin with 13 to 19: no operator can give out these, and the middle is masked besides.
PHONE_PREFIXES: Final = ("100", "101", "102", "105", "109")
EMAIL_DOMAIN: Final = "example.com"  # reserved for examples, RFC 2606
FIRST_HOUSEHOLD_ID: Final = 50_000_000
DISTRICTS: Final = ("临江区", "望山区", "锦湖区", "东篱区", "南塘区", "云桥区")  # invented
STREETS: Final = ("听雨路", "长桥街", "青藤路", "望江大道", "白鹭街", "桂影路", "同心路", "晴川街", "柳浪路", "竹里街")


def contacts(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """One row a customer of the block."""
    phone = draws.words(STATIC, Purpose.PHONE)
    home = households(world, int(population.number[0]), int(population.number[-1]) + 1)
    place = home.address
    digits = lane(phone, 0).astype(np.int64) * 10_000 // 65_536
    numbers = zip((phone >> np.uint64(32)) % np.uint64(len(PHONE_PREFIXES)), digits, strict=True)
    where = zip(
        population.city,
        lane(place, 0) % len(DISTRICTS),
        lane(place, 1) % len(STREETS),
        1 + lane(place, 2) % 299,
        101 + 100 * (lane(place, 3) % 28) + lane(place, 3) // 28 % 4,
        strict=True,
    )
    cities = [city.name + "市" for city in p.CITIES]
    annoyed = population.opt_out
    opened = opened_on(population, world)
    latest = np.minimum(opened + p.OPT_OUT_WITHIN, last_day(world))
    asked = between(opened, latest, draws.uniform(STATIC, Purpose.OPT_OUT_DAY))
    at_once = population.consent_day == (opened - np.datetime64(world.start, "D")).astype(np.int64)
    allowed = np.datetime64(world.start, "D") + population.consent_day
    allowed = np.where(at_once, submitted_on(population, draws, world), allowed)
    consented = allowed <= last_day(world)
    return {
        "contacts": {
            "customer_id": population.customer_id,
            "phone": np.array([f"{PHONE_PREFIXES[prefix]}****{digit:04d}" for prefix, digit in numbers], dtype=object),
            "email": np.array([f"c{customer}@{EMAIL_DOMAIN}" for customer in population.customer_id], dtype=object),
            "address": np.array(
                [f"{cities[c]}{DISTRICTS[d]}{STREETS[s]}{house}号{room}室" for c, d, s, house, room in where],
                dtype=object,
            ),
            "household_id": home.head + FIRST_HOUSEHOLD_ID,
            "marketing_consent": consented,
            "consent_date": np.where(consented, allowed, np.datetime64("NaT")),
            "sms_opt_out": population.no_sms,
            "call_opt_out": population.no_call,
            "wecom_opt_out": population.no_wecom,
            "opt_out_date": np.where(annoyed, asked, np.datetime64("NaT")),
        }
    }
