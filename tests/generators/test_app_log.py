"""The app's technical log: in step with app_events, with what breaks and what is slow to be found in it."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.pages import Named, to_arrow
from generators.schema import TABLES
from generators.write import content_hash
from tests.support.banks import block_tables, frames, small_world

SINCE = "2025-07-01"  # six months before the end


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(3_000, 21), 0, 3_000))


@pytest.fixture(scope="module")
def log(bank) -> pd.DataFrame:
    return bank["app_log"]


def test_texts_as_codes_are_the_texts_and_count_as_them():
    page = app_log_page()
    coded = Named(np.array([1, -1, 0, 1]), ("上海", "杭州"))
    plain = to_arrow("app_log", [page | {"error_text": np.array(["杭州", None, "上海", "杭州"], dtype=object)}])
    made = to_arrow("app_log", [page | {"error_text": coded}])
    assert plain.equals(made)
    assert content_hash(plain) == content_hash(made)
    months = [{name: values[rows] for name, values in page.items()} for rows in (slice(0, 1), slice(1, 4))]
    both = [months[0] | {"error_text": coded[:1]}, months[1] | {"error_text": coded[1:]}]
    assert to_arrow("app_log", both).equals(plain)


def app_log_page() -> dict[str, np.ndarray]:
    """Four rows of nothing in particular."""
    empty = {"text": "", "flag": False, "rate": 0.0, "datetime": np.datetime64("2025-01-01", "ms")}
    return {column.name: np.array([empty.get(column.kind, 0)] * 4) for column in TABLES["app_log"].columns}


def test_the_log_has_each_page_at_its_moment_and_reaches_back_six_months(bank, log):
    seen = bank["app_events"]
    seen = seen[seen.timestamp >= SINCE].set_index("event_id").sort_index()
    logged = log[log.event_id.notna()].set_index("event_id").sort_index()
    assert log.timestamp.min() >= pd.Timestamp(SINCE)
    assert seen.index.equals(logged.index.astype("int64"))
    for column in ("customer_id", "session_id", "timestamp", "device"):
        assert (seen[column].to_numpy() == logged[column].to_numpy()).all()
    assert (seen.page.astype(str).to_numpy() == logged.step.astype(str).to_numpy()).all()


def test_a_visit_goes_on_in_time_from_its_identity_check(log):
    visits = log.sort_values("log_id").groupby("session_id")
    assert (visits.step.first() == "identity").all()
    assert visits.entry.first().all()
    assert visits.exit.last().all()
    assert (visits.entry.sum() == 1).all()
    assert (visits.exit.sum() == 1).all()
    for column in ("customer_id", "device", "system", "app_version", "ip", "source"):
        assert visits[column].nunique().eq(1).all()
    ordered = log.sort_values("log_id")
    assert not (ordered.groupby("customer_id").timestamp.diff() < pd.Timedelta(0)).any()


def test_nothing_is_logged_outside_an_accounts_life(bank, log):
    lives = log.merge(bank["accounts"], on="customer_id")
    assert (lives.timestamp >= lives.open_date).all()
    assert not (lives.timestamp >= lives.close_date).any()


def test_every_address_is_one_of_documentation_and_of_its_carrier(log):
    networks = dict(zip(p.CARRIERS, p.CARRIER_NETWORKS, strict=True))
    network = log.ip.str.rsplit(".", n=1).str[0]
    assert (network == log.carrier.astype(str).map(networks)).all()
    assert log.ip.str.rsplit(".", n=1).str[1].astype(int).between(1, 254).all()


def test_the_broken_version_crashes_on_its_device_alone_and_ends_on_a_day(log):
    checks = log[log.step == "identity"]
    broken = (checks.device == p.BROKEN_DEVICE) & (checks.app_version == p.BROKEN_VERSION)
    crashed = checks.error_code == "crash"
    assert crashed[broken].mean() > 0.3
    assert crashed[~broken].mean() < 0.03
    held = log[log.app_version == p.BROKEN_VERSION].timestamp
    fixed = log[log.app_version == p.FIX_VERSION].timestamp
    assert held.max() < fixed.min().normalize() + pd.Timedelta(days=1)
    assert (held.max() - held.min()).days < p.FIX_AFTER


def test_slow_pages_are_drawn_by_customer_and_delay_every_page(log):
    test = log[log.slow_ms.notna()]
    arms = test.groupby("customer_id").slow_ms.agg(["nunique", "first"])
    assert arms["nunique"].eq(1).all()
    assert set(arms["first"]) == set(p.SLOW_MS)
    assert arms["first"].value_counts(normalize=True).between(0.2, 0.3).all()
    assert (test.load_ms >= test.slow_ms).all()
    assert test.timestamp.dt.to_period("M").nunique() == 2
    lost = test.groupby("session_id").agg(
        slow=("slow_ms", "first"), lost=("error_code", lambda codes: "given_up" in set(codes))
    )
    lost = lost.groupby("slow").lost.mean()
    assert lost[2_000] > lost[0] + 0.03
    assert (log.error_code.notna() == log.error_text.notna()).all()
