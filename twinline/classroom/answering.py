"""In the sandbox: let a learner's function answer, and hand out what it answers as data. Nothing here is to be believed."""

