"""The bank: a simulated card centre whose truth is known.

One engine (`generators.month.step`) advances every customer by a month. *History* is that engine run under
yesterday's business-as-usual policy; everything a learner analyses is its ledger, written table by table.
This package knows nothing of notebooks, lessons or learners.
"""
