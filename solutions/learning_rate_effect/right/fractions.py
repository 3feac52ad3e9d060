from fractions import Fraction
from decimal import Decimal


def descend(curvature, x0, lr, momentum, num_steps):
    def go(x, v, n):
        yield float(x)
        if n:
            v = momentum * v + curvature * x
            yield from go(x - lr * v, v, n - 1)

    return [*go(Fraction(x0), 0, num_steps)]


def max_stable_lr(curvature, momentum=0.0):
    """最大稳定学习率"""
    return Fraction(2) * (1 + Fraction(momentum)) / Fraction(curvature)


def regime(curvature, lr):
    match (lr * curvature > 2, lr * curvature > 1):
        case (True, _):
            return "diverges"
        case (_, True):
            return "oscillates"
    return "monotone"
