"""m03 · Credit and limits: what several questions use."""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import data, table

TRIAL = data("twinline.modules.m03.limits:trial")

SMALL_TRIAL = table(
    {
        "customer_id": list(range(1, 17)),
        "pays": ["minimum"] * 8 + ["full"] * 8,
        "few_minimum": [False] * 6 + [True] * 10,
        "asked": [True, True, False, False] * 4,
        "accepted": [True, False, False, False] * 4,
        "margin": [
            *[900.0, 300.0, 500.0, 420.0, 1100.0, 380.0, 610.0, 350.0],
            *[90.0, 40.0, 70.0, 55.0, 130.0, 20.0, 35.0, 60.0],
        ],
        "pd": [0.4, 0.025, 0.025, 0.1, 0.55, 0.025, 0.1, 0.025, 0.025, 0.025, 0.1, 0.025, 0.025, 0.025, 0.025, 0.025],
        "ead": [
            *[4000.0, 2000.0, 2600.0, 1800.0, 5200.0, 2400.0, 2200.0, 2000.0],
            *[900.0, 400.0, 800.0, 500.0, 1200.0, 300.0, 600.0, 700.0],
        ],
    }
)


def after_loss(trial, lgd):
    """Margin less expected loss of each customer."""
    return trial["margin"] - trial["pd"] * lgd * trial["ead"]


def by_lot(values, treated, control, errors=None):
    """The change of a mean between two sets of rows, and its 95 % interval."""
    one, other = values[treated], values[control]
    change = one.mean() - other.mean()
    error = (errors or both_errors)(one, other)
    return [change, change - 1.96 * error, change + 1.96 * error]


def both_errors(one, other):
    return np.sqrt(one.var() / len(one) + other.var() / len(other))


def frame(found):
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])
