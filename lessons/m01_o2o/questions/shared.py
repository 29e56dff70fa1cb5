"""m01 · Stages and modes: what several questions use."""

CONTACTS = {
    "customer_id": list(range(1, 15)),
    "channel": ["call"] * 5 + ["sms"] * 2 + ["call"] * 2 + ["sms"] * 5,
    "asked": [True] * 7 + [False] * 7,
    "cost": [6.0, 6.0, 26.0, 6.0, 6.0, 0.05, 0.05, 6.0, 18.0, 0.05, 0.05, 0.05, 0.05, 12.05],
    "stayed": [True, True, True, False, True, True, False, True, False, True, True, True, False, True],
}
