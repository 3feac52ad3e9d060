"""Public checks of `gradient_flow`: the examples of the task."""

import torch

from grader.checks import as_plain, check, expect, expect_equal, is_close
from grader.verdicts import Raised

WEIGHTS = [torch.tensor([[3.0]]), torch.tensor([[4.0]])]
X = torch.tensor([[2.0]])
OTHERS = {"norms-of-the-weights": [3.0, 4.0], "order-reversed": [6.0, 8.0]}


@check(points=1)
def test_two_layers_of_one_number(student):
    try:
        got = student.gradient_norms(WEIGHTS, X, "identity")
    except Raised:
        # Weights that require gradients already are as good.
        got = student.gradient_norms([W.clone().requires_grad_() for W in WEIGHTS], X, "identity")
    got = torch.tensor(as_plain(got))
    right = is_close(got, torch.tensor([8.0, 6.0]))
    diagnosis = next((name for name, other in OTHERS.items() if is_close(got, torch.tensor(other))), None)
    expect(right, "wrong-value", got=str(got.tolist()), expected="[8.0, 6.0]", diagnosis=diagnosis)


@check(points=0.5)
def test_the_two_lists_of_the_task(student):
    for norms, word in (([0.00002, 0.01, 0.5], "vanishing"), ([8.0, 6.0], "stable")):
        upside_down = {"vanishing": "exploding", "stable": "stable"}[word]
        expect_equal(student.diagnose(norms), word, instead={"ratio-upside-down": upside_down})
