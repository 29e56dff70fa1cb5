"""m13 · Digital foundations: what several questions use."""

from twinline.questions.author.authoring import data, table

TRAIL = data("twinline.modules.m13.practice:trail")

STEPS = table(
    {
        "customer_id": [7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9, 9],
        "session_id": [71, 71, 72, 73, 81, 81, 82, 91, 91, 91, 92, 93],
        "timestamp": [
            "2025-06-02 09:00",
            "2025-06-02 09:01",
            "2025-06-02 09:31",
            "2025-06-02 23:50",
            "2025-06-02 10:00",
            "2025-06-02 10:02",
            "2025-06-03 00:10",
            "2025-06-02 23:55",
            "2025-06-03 00:05",
            "2025-06-03 00:20",
            "2025-06-03 12:00",
            "2025-06-03 12:01",
        ],
        "step": [
            "identity",
            "home",
            "identity",
            "identity",
            "identity",
            "bill",
            "identity",
            "identity",
            "home",
            "bill",
            "identity",
            "identity",
        ],
        "device": ["harmony"] * 4 + ["android"] * 3 + ["harmony"] * 2 + ["iphone"] * 3,
        "app_version": [
            "7.4.0",
            "7.4.0",
            "7.4.0",
            "7.4.1",
            "7.4.0",
            "7.4.0",
            "7.4.1",
            *["7.4.1"] * 3,
            "7.4.0",
            "7.4.0",
        ],
        "error": ["", "", "crash", "", "", "given_up", "network", "", "", "", "crash", "crash"],
        "opened": [False, True, False, False, False, False, False, False, True, True, False, False],
    },
    dates=["timestamp"],
)
"""Twelve steps of three customers, by hand."""
