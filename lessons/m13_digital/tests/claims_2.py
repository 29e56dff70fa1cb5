"""What lesson 2 of m13 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def nearly_every_customer_is_touched(second):
    return {"rows": second["spoilt"].mean(), "customers": second["by_customer"], "unreadable": second["unreadable"]}


@claim.holds
def _(rows, customers, unreadable):
    assert 0.03 < unreadable < 0.05
    assert 0.1 < rows < 0.25
    assert customers > 0.85


@claim
def what_can_be_read_costs_the_bank_and_the_rest_the_customer(second):
    bill = second["bill"]
    return {
        "over": sorted(bill.index[bill["over"] > 0]),
        "short": sorted(bill.index[bill["short"] > 0]),
        "kinds": len(bill),
        "sums": [bill["over"].sum(), bill["short"].sum()],
        "least": bill["short"].idxmax(),
        "dear_cells": int(bill.loc[bill["over"] > 0, "cells"].sum()),
    }


@claim.holds
def _(over, short, kinds, sums, least, dear_cells):
    assert over == ["Amount (yuan) · Outlier", "Amount (yuan) · Yuan given as fen", "Row twice"]
    assert not set(over) & set(short)
    assert len(over) + len(short) == kinds == 11
    assert sums[1] > sums[0]
    assert "Another date format" in least
    assert 300 < dear_cells < 2_000


@claim
def checks_on_one_table_miss_one_kind(second):
    found = second["found"]
    return {
        "kinds": len(found),
        "worst": found.idxmin(),
        "low": found.min(),
        "rest": found.drop(found.idxmin()).min(),
        "right": [
            float(value)
            for value in second["defects"].precision(second["people"], second["who"], second["checks"])["right"]
        ],
    }


@claim.holds
def _(kinds, worst, low, rest, right):
    assert kinds == 13
    assert worst == "City · Wrong city"
    assert low < 10
    assert rest > 90
    assert min(right[:-1]) > 95
    assert 45 < right[-1] < 60


@claim
def the_join_finds_the_wrong_cities(second):
    return {"precision": second["precision"], "recall": second["recall"]}


@claim.holds
def _(precision, recall):
    assert precision > 0.95
    assert recall > 0.9


@claim
def names_are_shared_and_three_facts_nearly_settle_it(second):
    name, year, city = second["shared"]
    return {"name": name, "year": year, "city": city}


@claim.holds
def _(name, year, city):
    assert name > 90 > year > city
    assert city < 8


@claim
def exact_agreement_loses_a_third_and_a_low_threshold_errs_a_little(second):
    matched = second["matched"]
    return {
        "exact": matched.loc[100, "recall"],
        "wrong": [int(count) for count in matched["wrong"]],
        "low": matched.loc[70, "precision"],
        "found": matched.loc[70, "recall"],
    }


@claim.holds
def _(exact, wrong, low, found):
    assert exact < 67
    assert wrong == sorted(wrong, reverse=True)
    assert wrong[-1] == 0 < wrong[0]
    assert 95 < low < 100
    assert found > 95


@claim
def a_simple_alarm_rings_within_days_and_names_one_pair(second):
    return {
        "days": second["rang"],
        "pairs": [list(pair) for pair in second["pairs"]],
        "last": str(second["last"].date()),
    }


@claim.holds
def _(days, pairs, last):
    assert 2 <= days <= 6
    assert pairs == [["harmony", "7.4.0"]]
    assert last <= "2025-08-26"


@claim
def a_few_lines_take_most_of_the_bill_away(second):
    return {"left": second["after"] / second["before"]}


@claim.holds
def _(left):
    assert left < 0.3
