"""Seeds that nobody can guess: whoever knows a bank's seed can make the bank, its truth and its future."""

import hashlib
import secrets

_BITS = 63  # of a seed; see `generators.parameters.MOST_SEED`


def secret_seed() -> int:
    """A seed for a contest, drawn anew each time from 63 random bits; use it for banks that players must not know.

    >>> bank = tw.Bank.open("course", seed=tw.secret_seed())
    """
    return secrets.randbits(_BITS)


def seed_from(secret: str, *place: str | int) -> int:
    """The seed that a secret has for a place, always the same one: as hard to guess as the secret, 63 bits at most."""
    key = "/".join([secret, *map(str, place)]).encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big") >> 1


__all__ = ["secret_seed", "seed_from"]
