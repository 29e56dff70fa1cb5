"""The exercise's checks let a right answer pass and meet each common wrong one with its own message."""

import json

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from twinline.fruit_shop import CAPACITY, FruitShop
from twinline.paths import EXERCISES, SOLUTIONS

EXERCISE = "m00_orientation/m00-exercise.ipynb"


def source(root, language, name):
    cells = json.loads((root / language / EXERCISE).read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["metadata"]["twinline"]["name"] == name)


def grade(check, answers, language="en", root=EXERCISES):
    """Run a check's cell over answers, as a learner's kernel would; returns the first complaint, or None."""
    space = {"np": np, "pd": pd, "tw": tw, "CAPACITY": CAPACITY, "FruitShop": FruitShop}
    space["transactions"] = pd.DataFrame({"customer_id": [1, 2], "side": ["online", "offline"], "amount": [5.0, 5.0]})
    for name in ("a1", "a2", "a3", "a4", "a5"):
        exec(source(SOLUTIONS, language, name), space)
    if check == "t4":
        exec(source(SOLUTIONS, language, "t3"), space)
    if check == "t5b":
        exec(source(SOLUTIONS, language, "t5a"), space)
    space.update(answers)
    try:
        exec(source(root, language, check), space)
    except AssertionError as complaint:
        return str(complaint) or "(hidden)"
    return None


CHECKS = ["t1", "t2", "t3", "t4", "t5a", "t5b"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("check", CHECKS)
def test_the_model_answer_passes_visible_and_hidden_checks(check, language):
    assert grade(check, {}, language, EXERCISES) is None
    assert grade(check, {}, language, SOLUTIONS) is None


def spending(tx):
    return tx.groupby("customer_id")["amount"].sum().sort_values(ascending=False)


def price(file, numerator=None):
    treated, control = (file[file["arm"] == arm] for arm in ("treated", "control"))
    lift = treated["bought"].mean() - control["bought"].mean()
    return treated["cost"].mean() / lift


WRONG = [
    ("t1", {"online_share": lambda tx: None}, "returns nothing"),
    ("t1", {"online_share": lambda tx: (tx["side"] == "online").mean()}, "share of purchases"),
    ("t1", {"online_share": lambda tx: 100 * tx["amount"][tx["side"] == "online"].sum() / tx["amount"].sum()}, "0.6"),
    (
        "t2",
        {"top_share": lambda tx, f: tx["amount"].nlargest(max(int(len(tx) * f), 1)).sum() / tx["amount"].sum()},
        "twice",
    ),
    (
        "t2",
        {"top_share": lambda tx, f: spending(tx).head(int(len(spending(tx)) * f)).sum() / tx["amount"].sum()},
        "at least 1",
    ),
    (
        "t2",
        {"top_share": lambda tx, f: spending(tx).head(int(np.ceil(len(spending(tx)) * f))).sum() / 100},
        "rounded down",
    ),
    (
        "t3",
        {
            "price_of_one": lambda f: (
                f.query("arm=='treated'")["cost"].mean() / f.query("arm=='treated'")["bought"].mean()
            )
        },
        "Half of the control",
    ),
    (
        "t3",
        {
            "price_of_one": lambda f: (
                f.query("arm=='treated'")["cost"].mean() / f.query("arm=='treated'")["redeemed"].mean()
            )
        },
        "denominator",
    ),
    ("t3", {"price_of_one": lambda f: price(f) if len(f) and not f["bought"].all() else 0.0}, "inf"),
    ("t4", {"send_to": lambda f, worth: ["asleep", "new_unused"]}, "infinite"),
    ("t4", {"send_to": lambda f, worth: ["asleep", "regular"]}, "Only asleep"),
    ("t4", {"send_to": lambda f, worth: ["asleep"] if worth < 60 else ["regular", "asleep"]}, "sorted"),
    ("t5a", {"my_plan": lambda n: n.nlargest(CAPACITY, "visits").assign(fruit="apple")}, "Who comes anyway"),
    ("t5b", {"mine": FruitShop(1).run(lambda n: n.nlargest(9, "visits").assign(fruit="apple"))}, "under 2,500"),
]


@pytest.mark.parametrize(("check", "answers", "words"), WRONG, ids=[f"{row[0]}-{row[2]}" for row in WRONG])
def test_a_common_mistake_meets_its_own_message(check, answers, words):
    assert words in (grade(check, answers) or "")


@pytest.mark.parametrize(
    ("check", "answers"),
    [
        ("t1", {"online_share": lambda tx: 0.6}),
        ("t2", {"top_share": lambda tx, f: {0.2: 0.6, 0.5: 0.8, 0.01: 0.6}.get(f, 0.5)}),
        ("t3", {"price_of_one": lambda f: float("inf") if f["bought"].all() else 60.0}),
        ("t4", {"send_to": lambda f, worth: ["asleep"] if worth == 40 else ["asleep", "regular"]}),
    ],
)
def test_an_answer_made_for_the_visible_checks_fails_the_hidden_ones(check, answers):
    assert grade(check, answers, root=SOLUTIONS) is not None


def test_the_learner_s_copy_holds_no_answer_and_no_hidden_check():
    for language in ("en", "zh"):
        text = (EXERCISES / language / EXERCISE).read_text(encoding="utf-8")
        for secret in ("HIDDEN", "BEGIN SOLUTION", "default_rng", "untried", "FruitShop(104)", "eighty", "八十"):
            assert secret not in text
