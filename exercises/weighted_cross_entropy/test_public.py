"""Public checks of weighted cross-entropy: the example of the task."""

import torch

from grader.checks import check, expect, expect_close, is_close, type_name

LOGITS = torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
TARGET = torch.tensor([2, 0])
WEIGHT = torch.tensor([0.5, 1.0, 3.0])
LOSSES = torch.nn.functional.cross_entropy(LOGITS, TARGET, reduction="none")
LOSSES_OVER_THE_BATCH = -torch.log_softmax(LOGITS, dim=0)[torch.arange(2), TARGET]
WEIGHTS = WEIGHT[TARGET]


@check(points=0.5)
def test_losses_of_the_example(student):
    got = student.weighted_cross_entropy(LOGITS, TARGET, WEIGHT, reduction="none")
    unweighted = is_close(got, LOSSES)
    # Who leaves the weight out of the mean too is told so; who leaves it out here alone has another thing to learn.
    means = LOSSES.mean(), LOSSES.sum() / WEIGHTS.sum(), LOSSES.sum() / WEIGHT.sum()
    everywhere = unweighted and any(
        is_close(student.weighted_cross_entropy(LOGITS, TARGET, WEIGHT), mean) for mean in means
    )
    expect_close(
        got,
        WEIGHTS * LOSSES,
        instead={
            "forgets-the-minus": -WEIGHTS * LOSSES,
            "weights-by-position": WEIGHT[:2] * LOSSES,
            "softmax-over-the-batch": WEIGHTS * LOSSES_OVER_THE_BATCH,
        },
        diagnosis=("ignores-the-weight" if everywhere else "none-without-weights") if unweighted else None,
    )


@check(points=0.5)
def test_mean_of_the_example(student):
    total = (WEIGHTS * LOSSES).sum()
    expect_close(
        student.weighted_cross_entropy(LOGITS, TARGET, WEIGHT),
        total / WEIGHTS.sum(),
        instead={
            "divides-by-n": total / 2,
            "divides-by-the-sum-of-all-class-weights": total / WEIGHT.sum(),
            "ignores-the-weight": LOSSES.mean(),
            "forgets-the-minus": -total / WEIGHTS.sum(),
            "softmax-over-the-batch": (WEIGHTS * LOSSES_OVER_THE_BATCH).sum() / WEIGHTS.sum(),
            "weights-by-position": (WEIGHT[:2] * LOSSES).sum() / WEIGHT[:2].sum(),
            "mean-returns-the-sum": total,
        },
        number=True,
    )


@check(points=0)
def test_the_homework_answer_is_a_number(student):
    answer = student.HOMEWORK_ANSWER
    expect(answer is not None, "returned-nothing", name="HOMEWORK_ANSWER")
    try:
        float(answer.detach() if isinstance(answer, torch.Tensor) else answer)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        expect(False, "wrong-type", got=type_name(answer), expected="number", name="HOMEWORK_ANSWER")
