"""m10 · Churn warning and win-back: what several questions use."""

from twinline.questions.author.authoring import data

PILOT = data("twinline.prepared.churn:pilot_file", campaign="retention_call")

ASKED = data("twinline.prepared.churn:pilot_file", campaign="after_enquiry")


def treated_rows(rows):
    return rows[rows["arm"] == "treated"]


def control_rows(rows):
    return rows[rows["arm"] == "control"]
