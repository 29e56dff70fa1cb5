"""Model answers: there for self-study and instructors, where the questions' source is; a student's copy has none."""

import os

from twinline.base.words import Words


def refusal(module: str, question: str) -> Words | None:
    """Why the model answer is not shown; None if it may be.

    The instructor's setting is the environment variable TWINLINE_SOLUTIONS: "always", "tried" (the default: once a check was
    made), "never". Never while nbgrader runs a notebook.
    """
    from twinline.progress import store
    from twinline.questions.author.authoring import questions_files
    from twinline.questions.author.solutions import SOLUTIONS

    setting = os.environ.get(SOLUTIONS, "tried")
    if setting == "never" or "NBGRADER_EXECUTION" in os.environ:
        return Words(en="Your instructor has not opened the answers.", zh="讲师还没有开放参考答案。")
    if not questions_files(module):
        return Words(en="This copy holds no answers: ask your instructor.", zh="这一份里没有参考答案，请找讲师要。")
    if setting != "always" and not store.tried(module, question):
        return Words(
            en=f"Try first: run `{question}.check(…)` once, even with a wrong answer. Then look.",
            zh=f"先自己试一次：运行 `{question}.check(…)`，答错也没关系，然后再看答案。",
        )
    return None


def source(module: str, question: str) -> str:
    """The model answer's code in the language in use."""
    from twinline.base.bilingual_code import in_language
    from twinline.base.text import language
    from twinline.questions.author.authoring import read_questions

    stated = next(each for each in read_questions(module) if each.id == question)
    head, body = stated.source()
    indented = "\n".join(f"    {line}" if line else line for line in body.splitlines())
    return in_language(f"{head}\n{indented}", language())


SOLUTIONS = "TWINLINE_SOLUTIONS"  # "always", "tried" (once the learner has tried it; the default) or "never"
