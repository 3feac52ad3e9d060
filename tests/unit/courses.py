"""A miniature course in a folder, whole until a test breaks it."""

import textwrap
from pathlib import Path

FILES = {
    "exercises/course.toml": """
        title = { en = "Small course", zh = "小课程" }
        packages = ["torch", "numpy"]
        [[units]]
        title = { en = "Only unit", zh = "唯一的单元" }
        exercises = ["double", "quiz"]
        due = 2026-10-01T23:59:00+08:00
        week = 3
    """,
    "exercises/double/exercise.toml": """
        title = { en = "Twice", zh = "两倍" }
        points = 10
        seconds_per_call = 1.5
        forbidden = ["torch.mul"]
        files = ["data/numbers.txt"]
    """,
    "exercises/double/data/numbers.txt": "1 2 3\n",
    "exercises/double/README.md": "# Twice\n\nReturn twice the tensor.\n",
    "exercises/double/README.zh.md": "# 两倍\n\n返回张量的两倍。\n",
    "exercises/double/test_public.py": '''
        """Public checks."""

        import torch

        from grader.checks import check, expect_close


        @check(points=3)
        def test_doubles_ones(student):
            expect_close(student.double(torch.ones(2)), torch.ones(2) * 2, instead={"adds-two": torch.ones(2) + 2})
    ''',
    "exercises/double/feedback.en.toml": """
        [checks.test_doubles_ones]
        title = "ones become twos"
        [misconceptions.adds-two]
        says = "That adds two."
        [hints]
        double = ["What is twice one?", "Add it to itself."]
        FACTOR = ["How many times?"]
    """,
    "exercises/double/feedback.zh.toml": """
        [checks.test_doubles_ones]
        title = "一变成二"
        [misconceptions.adds-two]
        says = "这是加二。"
        [hints]
        double = ["一的两倍是多少？", "把它和自己相加。"]
        FACTOR = ["多少倍？"]
    """,
    "solutions/double/double.py": '''
        """Double a tensor, and say by how much."""

        import torch

        # BEGIN SOLUTION
        import math


        def helper(x):
            return x * math.sqrt(4)


        # END SOLUTION


        def double(x: torch.Tensor) -> torch.Tensor:
            """Return twice `x`."""
            # BEGIN SOLUTION
            return helper(x)
            # END SOLUTION


        # The factor, as a number.
        # BEGIN SOLUTION
        FACTOR = 2.0
        # END SOLUTION
    ''',
    "solutions/double/test_hidden.py": '''
        """Hidden checks."""

        from grader.checks import check, expect, expect_close, misconception, note


        @check(points=5, after="test_doubles_ones", visibility="after_due")
        def test_doubles_anything(student, inputs):
            x = inputs.normal(3)
            got = student.double(x)
            misconception("squares", when=got is x)
            expect_close(got, 2 * x, diagnosis="adds-two" if x.sum() > 0 else "halves")


        @check(points=2)
        def test_factor(student):
            expect(student.FACTOR == 2, diagnosis="halves")
            note("as-float")
    ''',
    "solutions/double/feedback.en.toml": """
        [checks.test_doubles_anything]
        title = "any tensor is doubled"
        [checks.test_factor]
        title = "the factor"
        [misconceptions.squares]
        says = "That squares."
        [misconceptions.halves]
        says = "That halves."
        [notes.as-float]
        says = "An integer does as well."
    """,
    "solutions/double/feedback.zh.toml": """
        [checks.test_doubles_anything]
        title = "任何张量都加倍"
        [checks.test_factor]
        title = "倍数"
        [misconceptions.squares]
        says = "这是平方。"
        [misconceptions.halves]
        says = "这是减半。"
        [notes.as-float]
        says = "整数也可以。"
    """,
    "exercises/quiz/exercise.toml": 'title = { en = "Quiz", zh = "小测验" }\n',
    "exercises/quiz/README.md": "# Quiz\n",
    "exercises/quiz/README.zh.md": "# 小测验\n",
    "exercises/quiz/test_public.py": """
        from grader.checks import check, expect_type


        @check(points=0)
        def test_answer_is_a_text(student):
            expect_type(student.ANSWER, str)
    """,
    "exercises/quiz/feedback.en.toml": """
        [checks.test_answer_is_a_text]
        title = "the answer is a text"
        [hints]
        ANSWER = ["Look at the first letter."]
    """,
    "exercises/quiz/feedback.zh.toml": """
        [checks.test_answer_is_a_text]
        title = "答案是一段文字"
        [hints]
        ANSWER = ["看第一个字母。"]
    """,
    "solutions/quiz/quiz.py": """
        # One letter.
        # BEGIN SOLUTION
        ANSWER = "B"
        # END SOLUTION
    """,
    "solutions/quiz/test_hidden.py": """
        from grader.checks import check, expect_equal


        @check(points=10)
        def test_answer(student):
            expect_equal(student.ANSWER, "B")
    """,
    "solutions/quiz/feedback.en.toml": '[checks.test_answer]\ntitle = "the answer"\n',
    "solutions/quiz/feedback.zh.toml": '[checks.test_answer]\ntitle = "答案"\n',
}


def build_course(root: Path) -> Path:
    """Write the miniature course into a folder and return it."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return root


def replace(root: Path, name: str, old: str, new: str) -> None:
    """Replace the one place in a file of the course where `old` stands."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
