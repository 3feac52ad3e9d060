"""Public checks of `losses_from_formulas`: the twelve examples of the task."""

import torch

from grader.checks import check, expect_close

SIGNS = torch.tensor([1.0, -1.0])


@check(points=0.1)
def test_example_of_l1(student):
    got = student.l1(torch.tensor([1.0, 4.0]), torch.tensor([2.0, 2.0]))
    expect_close(got, 1.5, instead={"squares-the-difference": 2.5, "returns-the-sum": 3.0})


@check(points=0.1)
def test_example_of_smooth_l1(student):
    got = student.smooth_l1(torch.tensor([1.0, 4.0]), torch.tensor([2.0, 2.0]))
    expect_close(got, 1.0, instead={"returns-the-sum": 2.0})


@check(points=0.1)
def test_example_of_poisson_nll(student):
    log_rate, y = torch.tensor([0.0, 1.0]), torch.tensor([2.0, 1.0])
    expect_close(student.poisson_nll(log_rate, y), (log_rate.exp() - y * log_rate).mean())


@check(points=0.1)
def test_example_of_gaussian_nll(student):
    mean, y, variance = torch.tensor([1.0, 0.0]), torch.tensor([2.0, 2.0]), torch.tensor([1.0, 4.0])
    expected = 0.25 + (torch.tensor(4.0).log() + 1) / 4
    expect_close(student.gaussian_nll(mean, y, variance), expected)


@check(points=0.1)
def test_example_of_kl_div(student):
    q, p = torch.full((2, 2), 0.5), torch.tensor([[0.25, 0.75], [1.0, 0.0]])
    expected = (0.25 * torch.tensor(0.5).log() + 0.75 * torch.tensor(1.5).log() + torch.tensor(2.0).log()) / 2
    nan = torch.tensor(float("nan"))
    expect_close(student.kl_div(q.log(), p), expected, instead={"mean-over-elements": expected / 2, "nan-at-zero": nan})


@check(points=0.1)
def test_example_of_hinge_embedding(student):
    got = student.hinge_embedding(torch.tensor([0.5, 0.2, 3.0]), torch.tensor([1.0, -1.0, -1.0]))
    instead = {"hinge-of-the-sign": 5.7 / 3, "returns-the-sum": 1.3, "does-not-clamp": -0.7 / 3}
    expect_close(got, 1.3 / 3, instead=instead)


@check(points=0.1)
def test_example_of_margin_ranking(student):
    x1, x2, y = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 0.5]), torch.ones(2)
    expect_close(student.margin_ranking(x1, x2, y), 1.0, instead={"ranks-upside-down": 0.75})
    expect_close(student.margin_ranking(x1, x2, y, margin=2.0), 2.25, instead={"ignores-the-parameter": 1.0})


@check(points=0.1)
def test_example_of_soft_margin(student):
    x = torch.tensor([0.0, 2.0])
    expected = (1 + (-SIGNS * x).exp()).log().mean()
    expect_close(student.soft_margin(x, SIGNS), expected)


@check(points=0.1)
def test_example_of_multi_margin(student):
    got = student.multi_margin(torch.tensor([[1.0, 2.0, 0.0]]), torch.tensor([0]))
    expect_close(got, 2 / 3, instead={"sums-over-classes": 2.0})


@check(points=0.1)
def test_example_of_multilabel_soft_margin(student):
    x, y = torch.tensor([[0.0, 2.0]]), torch.tensor([[1.0, 0.0]])
    expected = (1 + (-SIGNS * x).exp()).log().mean()
    expect_close(student.multilabel_soft_margin(x, y), expected, instead={"sums-over-classes": 2 * expected})


@check(points=0.1)
def test_example_of_cosine_embedding(student):
    x1, x2 = torch.tensor([[1.0, 0.0], [3.0, 4.0]]), torch.tensor([[0.0, 2.0], [4.0, 3.0]])
    expect_close(student.cosine_embedding(x1, x2, SIGNS), 0.98, instead={"dot-product-for-cosine": 12.5})


@check(points=0.1)
def test_example_of_triplet_margin(student):
    anchor, positive = torch.zeros(2, 2), torch.tensor([[3.0, 4.0], [1.0, 0.0]])
    negative = torch.tensor([[0.0, 2.0], [0.0, 3.0]])
    got = student.triplet_margin(anchor, positive, negative)
    expect_close(got, 2.0, instead={"squared-distances": 11.0})
