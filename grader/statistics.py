"""Item analysis: what the scores of a class say about the checks that gave them. Pure: numbers in, numbers out.

The words are those of test theory (Crocker & Algina, *Introduction to Classical and Modern Test Theory*, 1986): an item
is a check, its score a share between 0 and 1 of its points or the points themselves. A student who did not reach an item
has `None` there. What a class is too small or too equal to tell is `None`, never a number.
"""

import math
from collections.abc import Sequence

from grader.model import Record

Scores = Sequence[float | None]

# Below this many students a single one of them moves a correlation by more than it says.
FEWEST_STUDENTS = 8
# Ebel & Frisbie, Essentials of Educational Measurement, 1991: below 0.2 an item is poor, from 0.4 on very good.
WEAK = 0.2
FAILED_BY_NEARLY_ALL, PASSED_BY_NEARLY_ALL, HARD = 0.15, 0.95, 0.5
DOING_WELL = 0.6
# Nunnally, Psychometric Theory, 1978: from 0.7 on a sum of items can be read as one measure.
COHERENT, LOOSE = 0.7, 0.5
ADVICE = ("few", "failed-alone", "all-pass", "upside-down", "unrelated", "hard", "fine")
# More likely the check's fault than the class's.
LOOK_AT = ("failed-alone", "upside-down")
ALPHA_MEANINGS = ("few", "coherent", "mixed", "loose")


class ItemStatistics(Record, frozen=True):
    """What a class's scores say of one item.

    `difficulty` is the mean share of the points (high is easy, as in the literature), `discrimination` the item-rest
    correlation, `rest` the mean share of the other items' points, all of the `reached` students who reached the item.
    `advice` names what to do about it: one of `ADVICE`.
    """

    reached: int
    difficulty: float | None
    discrimination: float | None
    rest: float | None
    advice: str


def item_statistics(items: Sequence[Scores], weights: Sequence[float]) -> list[ItemStatistics]:
    """Return the statistics of each item; `items` are the shares of all students, `weights` the items' points."""
    sums = [
        math.fsum((score or 0.0) * weight for score, weight in zip(scores, weights, strict=True))
        for scores in zip(*items, strict=True)
    ]
    most = math.fsum(weights)
    return [_of_item(item, weight, sums, most - weight) for item, weight in zip(items, weights, strict=True)]


def item_rest_correlation(item: Sequence[float], rest: Sequence[float]) -> float | None:
    """Return Pearson's correlation of an item with the sum of the other items, None where either does not vary.

    The item itself is left out of the sum, which would otherwise correlate with it by containing it (Henrysson,
    Correction of item-total correlations in item analysis, Psychometrika 28, 1963).
    """
    if len(item) != len(rest):
        raise ValueError("an item and its rest are of the same students")
    if len(item) < 2:
        return None
    item_mean, rest_mean = math.fsum(item) / len(item), math.fsum(rest) / len(rest)
    item_off, rest_off = [each - item_mean for each in item], [each - rest_mean for each in rest]
    spread = math.fsum(each * each for each in item_off) * math.fsum(each * each for each in rest_off)
    # Equal numbers differ from their mean by rounding alone.
    if spread < 1e-18:
        return None
    together = math.fsum(a * b for a, b in zip(item_off, rest_off, strict=True))
    return max(-1.0, min(1.0, together / math.sqrt(spread)))


def cronbach_alpha(items: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha, None for fewer than two items or students, or where the sums do not vary.

    alpha = k / (k - 1) · (1 - Σ var(item) / var(sum)): Cronbach, Coefficient alpha and the internal structure of tests,
    Psychometrika 16, 1951. It can be negative, where items contradict each other.
    """
    count = len(items)
    if count < 2 or len(items[0]) < 2:
        return None
    of_sum = _variance([math.fsum(scores) for scores in zip(*items, strict=True)])
    if of_sum < 1e-12:
        return None
    return count / (count - 1) * (1 - math.fsum(map(_variance, items)) / of_sum)


def alpha_meaning(alpha: float | None, students: int) -> str:
    """Return what alpha says of a sum of points: one of `ALPHA_MEANINGS`."""
    if alpha is None or students < FEWEST_STUDENTS:
        return "few"
    return "coherent" if alpha >= COHERENT else "mixed" if alpha >= LOOSE else "loose"


def quantile(numbers: Sequence[float], share: float) -> float | None:
    """Return the smallest number that at least this share of them does not exceed, None of no numbers."""
    if not numbers:
        return None
    return sorted(numbers)[max(0, math.ceil(share * len(numbers)) - 1)]


def _of_item(scores: Scores, weight: float, sums: Sequence[float], rest_points: float) -> ItemStatistics:
    item, rest = [], []
    for score, points in zip(scores, sums, strict=True):
        if score is not None:
            item.append(score)
            rest.append(points - score * weight)
    difficulty = math.fsum(item) / len(item) if item else None
    discrimination = item_rest_correlation(item, rest) if rest_points > 0 else None
    rest_share = math.fsum(rest) / len(rest) / rest_points if rest and rest_points > 0 else None
    advice = _advice(len(item), difficulty, discrimination, rest_share)
    return ItemStatistics(
        reached=len(item), difficulty=difficulty, discrimination=discrimination, rest=rest_share, advice=advice
    )


def _advice(reached: int, difficulty: float | None, discrimination: float | None, rest: float | None) -> str:
    if reached < FEWEST_STUDENTS or difficulty is None:
        return "few"
    if difficulty <= FAILED_BY_NEARLY_ALL and rest is not None and rest >= DOING_WELL:
        return "failed-alone"
    if difficulty >= PASSED_BY_NEARLY_ALL:
        return "all-pass"
    if discrimination is not None and discrimination < 0:
        return "upside-down"
    if discrimination is not None and discrimination < WEAK:
        return "unrelated"
    return "hard" if difficulty < HARD else "fine"


def _variance(numbers: Sequence[float]) -> float:
    mean = math.fsum(numbers) / len(numbers)
    return math.fsum((each - mean) ** 2 for each in numbers) / (len(numbers) - 1)
