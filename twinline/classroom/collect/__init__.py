"""Bringing in what trainees hand in: from folders, mail, a drop box or nbgrader's exchange."""
