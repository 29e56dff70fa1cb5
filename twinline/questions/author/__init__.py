"""The author's and grader's side of questions: answers, sealed sheets, points. Never on a learner's way."""
