"""What the app's technical log has to teach: module m13."""

import numpy as np
import pandas as pd

from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean
from twinline.report.fact import PLANTED, Target, Unit

BROKEN = ("harmony", "7.4.0")  # the device and the version that crash


@once
def identity_checks(bank: Books) -> pd.DataFrame:
    """Every identity check of the log: device, version, time, whether it crashed, and whether on the broken version."""
    log = bank("app_log", "timestamp", "step", "device", "app_version", "error_code")
    checks = log[log["step"] == "identity"]
    device, version = BROKEN
    return checks.assign(
        crashed=checks["error_code"] == "crash",
        broken=(checks["device"] == device) & (checks["app_version"] == version),
    )


@PLANTED.row(
    "broken_version",
    "m13",
    title=("One version breaks one kind of phone", "一个版本弄坏了一类手机"),
    sentence=(
        "On one device and version of the app, some half of the identity checks crash; elsewhere hardly any does.",
        "在某一类手机的某个应用版本上，约一半的身份核验会闪退；其他情况几乎不闪退。",
    ),
    target=Target(0.30, 0.75, least_z=5),
    unit=Unit.POINTS,
)
def _broken_version(bank: Books) -> Measured:
    checks = identity_checks(bank)
    return difference(checks["crashed"][checks["broken"]], checks["crashed"][~checks["broken"]])


@PLANTED.row(
    "version_mended",
    "m13",
    title=("…until the next version", "……直到新版本发布"),
    sentence=(
        "From the day on which the next version replaces it, the same phones crash no more often than before.",
        "新版本替换之日起，同一类手机的闪退率回到原先水平。",
    ),
    target=Target(-0.01, 0.01),
    unit=Unit.POINTS,
)
def _version_mended(bank: Books) -> Measured:
    checks = identity_checks(bank)
    broken = checks["broken"]
    if not broken.any():
        raise NothingToMeasure
    first, last = checks.loc[broken, "timestamp"].min(), checks.loc[broken, "timestamp"].max()
    same = checks[checks["device"] == BROKEN[0]]
    return difference(same["crashed"][same["timestamp"] > last], same["crashed"][same["timestamp"] < first])


@once
def slowed_visits(bank: Books) -> pd.DataFrame:
    """Every visit in the test of slow pages that got past the identity check: its delay in seconds, and whether it was
    given up while a page loaded (`lost`)."""
    log = bank("app_log", "session_id", "slow_ms", "event_id", "error_code")
    log = log[log["slow_ms"].notna()]
    log = log.assign(lost=log["error_code"] == "given_up", opened=log["event_id"].notna())
    visits = log.groupby("session_id").agg(slow=("slow_ms", "first"), lost=("lost", "any"), opened=("opened", "any"))
    visits = visits[visits["opened"]]
    if visits.empty:
        raise NothingToMeasure
    return visits.assign(seconds=visits["slow"].astype(float) / 1_000)


@PLANTED.row(
    "slow_pages_lose",
    "m13",
    title=("Slow pages lose people", "页面慢，人就走"),
    sentence=(
        "Of the visits whose pages were held back by two seconds, by lot, more were given up while a page loaded.",
        "随机延迟两秒的访问，在页面加载中放弃的比例更高。",
    ),
    target=Target(0.04, 0.14, least_z=3),
    unit=Unit.POINTS,
)
def _slow_pages_lose(bank: Books) -> Measured:
    visits = slowed_visits(bank)
    return difference(visits["lost"][visits["seconds"] == 2], visits["lost"][visits["seconds"] == 0])


@PLANTED.row(
    "slow_dose",
    "m13",
    title=("…the slower, the more", "……越慢走得越多"),
    sentence=(
        "Over the four delays of the test, each further second loses some four visits in a hundred more.",
        "试验的四档延迟中，每多慢一秒，每百次访问约多流失四次。",
    ),
    target=Target(0.02, 0.07, least_z=4),
    unit=Unit.POINTS,
)
def _slow_dose(bank: Books) -> Measured:
    visits = slowed_visits(bank)
    away = visits["seconds"] - mean(visits["seconds"]).value
    lost = visits["lost"].astype(float)
    spread = float((away**2).sum())
    slope = float((away * lost).sum() / spread)
    left = lost - lost.mean() - slope * away
    return Measured(slope, float(np.sqrt((away**2 * left**2).sum()) / spread), len(visits))
