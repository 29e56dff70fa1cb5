"""m09 · The 5×5 method: what several questions use."""

CENTRE = ("your bank's branch centre in Hangzhou", "您这家银行的杭州分中心")
