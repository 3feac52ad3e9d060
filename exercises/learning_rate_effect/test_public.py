"""Public checks of `learning_rate_effect`: the example of the task, and a word for each of three rates."""

import numpy
import torch

from grader.checks import check, expect, expect_close, expect_equal, expect_type, misconception


@check(points=1)
def test_the_iterates_of_the_example(student):
    got = student.descend(2.0, 1.0, 0.25, 0.5, 3)
    expect(got is not None, "returned-nothing", name="")
    alone = isinstance(got, (int, float)) or (isinstance(got, (torch.Tensor, numpy.ndarray)) and got.ndim == 0)
    misconception("returns-the-last-iterate", when=alone)
    values = [float(each) for each in got]
    misconception("forgets-the-start", when=values[:3] == [0.5, 0.0, -0.25])
    expect_equal(len(values), 4)
    instead = {
        "doubles-the-derivative": torch.tensor([1.0, 0.0, -0.5, -0.25]),
        "forgets-the-momentum": torch.tensor([1.0, 0.5, 0.25, 0.125]),
    }
    expect_close(torch.tensor(values), torch.tensor([1.0, 0.5, 0.0, -0.25]), instead=instead)


@check(points=1)
def test_words_for_three_rates(student):
    for rate, word in ((0.2, "monotone"), (0.8, "oscillates"), (1.5, "diverges")):
        got = student.regime(2.0, rate)
        expect_type(got, str)
        misconception("other-words", when=got.strip().lower() not in ("monotone", "oscillates", "diverges"))
        misconception("words-swapped", when={got, word} == {"monotone", "oscillates"} and rate == 0.2)
        misconception("half-the-stable-bound", when=rate == 0.8 and got == "diverges")
        expect_equal(got, word)
