"""Hidden checks of the summary table: each claim is tried on the installed torch where torch can decide it.

A row counts where all of its cells in question are right. The experiments need nothing of the student but the words
of the table, so each is made once for all submissions.
"""

import functools
import inspect
import warnings

import torch
from torch import nn

from grader.checks import award, check, expect_type

# Of each loss the words that count for its task, its input and its target.
ANSWERS = {
    "CrossEntropyLoss": (["multiclass"], ["logits"], ["class index"]),
    "NLLLoss": (["multiclass"], ["log-probabilities"], ["class index"]),
    "BCELoss": (["binary", "multilabel"], ["probabilities"], ["same shape"]),
    "BCEWithLogitsLoss": (["binary", "multilabel"], ["logits"], ["same shape"]),
    "L1Loss": (["regression"], ["values"], ["same shape"]),
    "MSELoss": (["regression"], ["values"], ["same shape"]),
    "SmoothL1Loss": (["regression"], ["values"], ["same shape"]),
    "PoissonNLLLoss": (["counts", "regression"], ["log-rate"], ["same shape"]),
    "KLDivLoss": (["distribution"], ["log-probabilities"], ["same shape"]),
    "MarginRankingLoss": (["ranking"], ["scores", "values"], ["plus or minus one"]),
    "MultiLabelMarginLoss": (["multilabel"], ["scores", "logits"], ["class index", "same shape"]),
    "SoftMarginLoss": (["binary", "multilabel"], ["logits", "scores"], ["plus or minus one"]),
    "MultiLabelSoftMarginLoss": (["multilabel"], ["logits", "scores"], ["same shape"]),
    "MultiMarginLoss": (["multiclass"], ["scores", "logits"], ["class index"]),
    "TripletMarginLoss": (["embedding", "ranking"], ["embeddings"], ["none"]),
    "HingeEmbeddingLoss": (["embedding", "binary"], ["distances"], ["plus or minus one"]),
    "CosineEmbeddingLoss": (["embedding"], ["embeddings"], ["plus or minus one"]),
    "CTCLoss": (["sequence"], ["log-probabilities"], ["label sequence"]),
}
LOSSES = list(ANSWERS)
COLUMNS = ["task", "input", "target", "class_weight", "tensors", "reduction"]


@check(points=0.4)
def test_what_cross_entropy_takes(student):
    award_rows(
        student,
        ["CrossEntropyLoss"],
        ["input", "target"],
        {
            "cross-entropy-takes-probabilities": [("CrossEntropyLoss", "input", "probabilities")],
            "cross-entropy-takes-log-probabilities": [("CrossEntropyLoss", "input", "log-probabilities")],
            "one-hot-for-class-index": [("CrossEntropyLoss", "target", "same shape")],
        },
    )


@check(points=0.4)
def test_what_the_negative_log_likelihood_takes(student):
    award_rows(
        student,
        ["NLLLoss"],
        ["input", "target"],
        {
            "nll-takes-logits": [("NLLLoss", "input", "logits")],
            "nll-takes-probabilities": [("NLLLoss", "input", "probabilities")],
            "one-hot-for-class-index": [("NLLLoss", "target", "same shape")],
        },
    )


@check(points=0.8)
def test_what_the_binary_cross_entropies_take(student):
    both = ["BCELoss", "BCEWithLogitsLoss"]
    award_rows(
        student,
        both,
        ["input", "target"],
        {
            "bce-takes-logits": [("BCELoss", "input", "logits")],
            "bce-with-logits-takes-probabilities": [("BCEWithLogitsLoss", "input", "probabilities")],
            "class-index-for-binary-cross-entropy": [(name, "target", "class index") for name in both],
        },
    )


@check(points=0.4)
def test_what_the_kl_divergence_takes(student):
    award_rows(
        student,
        ["KLDivLoss"],
        ["input", "target"],
        {
            "kldiv-takes-probabilities": [("KLDivLoss", "input", "probabilities")],
            "kldiv-takes-logits": [("KLDivLoss", "input", "logits")],
            "class-index-for-a-distribution": [("KLDivLoss", "target", "class index")],
        },
    )


@check(points=1.6)
def test_what_losses_of_numbers_take(student):
    award_rows(
        student,
        ["L1Loss", "MSELoss", "SmoothL1Loss", "PoissonNLLLoss"],
        ["input", "target"],
        {"poisson-takes-the-rate": [("PoissonNLLLoss", "input", "values")]},
    )


@check(points=1.6)
def test_what_losses_of_plus_and_minus_one_take(student):
    signed = ["MarginRankingLoss", "SoftMarginLoss", "HingeEmbeddingLoss", "CosineEmbeddingLoss"]
    award_rows(
        student,
        signed,
        ["input", "target"],
        {
            "class-index-for-plus-or-minus-one": [(name, "target", "class index") for name in signed],
            "same-shape-for-plus-or-minus-one": [(name, "target", "same shape") for name in signed],
            "hinge-embedding-takes-embeddings": [("HingeEmbeddingLoss", "input", "embeddings")],
        },
    )


@check(points=1.2)
def test_what_margins_between_classes_take(student):
    margins = ["MultiMarginLoss", "MultiLabelMarginLoss", "MultiLabelSoftMarginLoss"]
    award_rows(
        student,
        margins,
        ["input", "target"],
        {
            "plus-or-minus-one-for-many-labels": [
                ("MultiLabelSoftMarginLoss", "target", "plus or minus one"),
                ("MultiLabelMarginLoss", "target", "plus or minus one"),
            ],
            "one-hot-for-class-index": [("MultiMarginLoss", "target", "same shape")],
            "probabilities-for-a-margin": [(name, "input", "probabilities") for name in margins],
        },
    )


@check(points=0.8)
def test_what_triplet_margin_and_ctc_take(student):
    award_rows(
        student,
        ["TripletMarginLoss", "CTCLoss"],
        ["input", "target"],
        {
            "triplet-takes-a-target": [
                ("TripletMarginLoss", "target", word) for word in ("plus or minus one", "class index", "same shape")
            ],
            "ctc-takes-logits": [("CTCLoss", "input", "logits")],
        },
    )


@check(points=1.0)
def test_what_each_loss_is_for(student):
    award_rows(
        student,
        LOSSES,
        ["task"],
        {
            "multiclass-and-multilabel-confused": [
                *((name, "task", "multilabel") for name in ("CrossEntropyLoss", "NLLLoss", "MultiMarginLoss")),
                *((name, "task", "multiclass") for name in ("MultiLabelMarginLoss", "MultiLabelSoftMarginLoss")),
            ],
        },
    )


@check(points=0.9)
def test_which_losses_take_class_weights(student):
    award_rows(
        student,
        LOSSES,
        ["class_weight"],
        {
            "class-weight-where-there-is-none": [
                (name, "class_weight", True) for name in LOSSES if torch_bears_out(name, "class_weight", False)
            ],
            "forgets-class-weights": [
                (name, "class_weight", False) for name in LOSSES if torch_bears_out(name, "class_weight", True)
            ],
        },
    )


@check(points=0.9)
def test_how_each_loss_is_called(student):
    award_rows(
        student,
        LOSSES,
        ["tensors", "reduction"],
        {
            "default-reduction-sum": [(name, "reduction", "sum") for name in LOSSES],
            "default-reduction-none": [(name, "reduction", "none") for name in LOSSES],
            "counts-input-and-target-only": [
                (name, "tensors", 2) for name in LOSSES if not torch_bears_out(name, "tensors", 2)
            ],
            # With `self`, two become three even where nobody would think of a third.
            "counts-self": [(name, "tensors", 3) for name in ("CrossEntropyLoss", "NLLLoss", "L1Loss", "MSELoss")],
        },
    )


def award_rows(student, names, columns, misconceptions):
    """Award the share of the rows `names` that are right in `columns`, and name the misconception that a cell shows."""
    table = read_table(student)
    wrong = [(name, column) for name in names for column in columns if not is_right(table, name, column)]
    right = len(names) - len({name for name, _ in wrong})
    shown = [name for name, cells in misconceptions.items() if any(holds(table, *cell) for cell in cells)]
    # One answer for all is no knowledge of any, however often it happens to be right: a count of it would tell the truth.
    if is_the_same_everywhere(table, columns):
        award(0.0, diagnosis=(shown or ["same-in-every-row"])[0], kind="misconception")
    award(
        right / len(names),
        diagnosis=shown[0] if shown else None,
        kind="right-rows",
        right=right,
        of=len(names),
        wrong=list(dict.fromkeys(f"{name}.{column}" if table.get(name) else name for name, column in wrong)),
    )


def is_right(table, name, column):
    """Return whether a cell is there, holds a word that counts, and is not refuted by torch."""
    if column not in table.get(name, {}):
        return False
    claim = table[name][column]
    if column in COLUMNS[:3] and claim not in ANSWERS[name][COLUMNS.index(column)]:
        return False
    return torch_bears_out(name, column, claim)


def holds(table, name, column, word):
    return column in table.get(name, {}) and table[name][column] == word


def is_the_same_everywhere(table, columns):
    """Return whether many rows say the same in `columns`, and some of them wrongly."""
    filled = [name for name in LOSSES if any(column in table.get(name, {}) for column in columns)]
    said = {tuple(table[name].get(column) for column in columns) for name in filled}
    fault = any(not is_right(table, name, column) for name in filled for column in columns)
    return len(filled) > 6 and len(said) == 1 and fault


def read_table(student):
    """Return the student's rows, of each the cells that the task names."""
    table = student.run(table_as_data, LOSSES, COLUMNS)
    if table is None:
        expect_type(student.SUMMARY, dict, name="SUMMARY")  # or the name is missing, which ends the check as well
    return table


def table_as_data(student, names, columns):
    from collections.abc import Mapping

    def plain(cell):
        cell = cell.item() if hasattr(cell, "item") else cell
        if isinstance(cell, (bool, int, float, str)):
            return cell
        return float(cell) if hasattr(cell, "__float__") else f"a {type(cell).__name__}"

    table = getattr(student, "SUMMARY", None)
    if not isinstance(table, Mapping):
        return None
    rows = {name: table[name] for name in names if isinstance(table.get(name), Mapping)}
    return {
        name: {column: plain(row[column]) for column in columns if row.get(column) is not None}
        for name, row in rows.items()
    }


@functools.lru_cache(maxsize=4096)
def torch_bears_out(name, column, claim):
    """Return whether torch, tried, does what a cell claims; True too where torch can't tell."""
    experiments = {
        "task": lambda name, claim: True,
        "input": reads_input_as,
        "target": reads_target_as,
        "class_weight": takes_class_weight,
        "tensors": takes_tensors,
        "reduction": reduces_by,
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(experiments[column](name, claim))
    # Torch refuses what the cell says, or has no such thing.
    except (TypeError, ValueError, ArithmeticError, RuntimeError, LookupError):
        return False


def draw(*shape):
    return torch.randn(shape, generator=GENERATOR, dtype=torch.float64)


GENERATOR = torch.Generator().manual_seed(0)
SCORES = 2 * draw(4, 3)
PROBABILITIES = SCORES.softmax(1)
CLASSES = torch.tensor([2, 0, 1, 0])
SIGNS = torch.tensor([[1.0, -1, -1], [1, 1, -1], [-1, -1, 1], [-1, 1, 1]], dtype=torch.float64)
BITS = (SIGNS + 1) / 2
COUNTS = torch.tensor([[1.0, 4, 2], [3, 1, 1], [2, 5, 1], [1, 2, 6]], dtype=torch.float64)
EMBEDDINGS = draw(3, 4, 5).abs()
STEPS = 2 * draw(5, 2, 4)

# One prediction in each of the forms that the table has words for.
OF_CLASSES = {"logits": SCORES, "log-probabilities": PROBABILITIES.log(), "probabilities": PROBABILITIES}
OF_LABELS = {"logits": SCORES, "scores": SCORES, "probabilities": SCORES.sigmoid()}
OF_STEPS = {"logits": STEPS, "log-probabilities": STEPS.log_softmax(2), "probabilities": STEPS.softmax(2)}

# A right call of each loss.
CALLS = {
    "CrossEntropyLoss": (SCORES, CLASSES),
    "NLLLoss": (PROBABILITIES.log(), CLASSES),
    "BCELoss": (SCORES.sigmoid(), BITS),
    "BCEWithLogitsLoss": (SCORES, BITS),
    "L1Loss": (SCORES, COUNTS),
    "MSELoss": (SCORES, COUNTS),
    "SmoothL1Loss": (SCORES, COUNTS),
    "PoissonNLLLoss": (SCORES, COUNTS),
    "KLDivLoss": (PROBABILITIES.log(), PROBABILITIES.flip(1)),
    "MarginRankingLoss": (SCORES[:, 0], SCORES[:, 1], SIGNS[:, 0]),
    "MultiLabelMarginLoss": (SCORES, torch.tensor([[2, -1, -1], [0, -1, -1], [1, -1, -1], [0, -1, -1]])),
    "SoftMarginLoss": (SCORES, SIGNS),
    "MultiLabelSoftMarginLoss": (SCORES, BITS),
    "MultiMarginLoss": (SCORES, CLASSES),
    "TripletMarginLoss": tuple(EMBEDDINGS),
    "HingeEmbeddingLoss": (PROBABILITIES[:, 0], SIGNS[:, 0]),
    "CosineEmbeddingLoss": (EMBEDDINGS[0], EMBEDDINGS[1], SIGNS[:, 0]),
    "CTCLoss": (
        OF_STEPS["log-probabilities"],
        torch.tensor([[1, 2], [3, 1]]),
        torch.tensor([5, 5]),
        torch.tensor([2, 2]),
    ),
}


def reads_input_as(name, word):
    """Return whether a loss means what its formula says when the prediction comes in the form `word`."""
    loss, arguments = getattr(nn, name)(), CALLS[name]
    match name:
        case "CrossEntropyLoss" | "NLLLoss":
            # Logits alone may be shifted; log-probabilities give the cross-entropy its right value too.
            wanted = -PROBABILITIES.log()[range(4), CLASSES].mean()
            shifted = close(loss(OF_CLASSES[word] + 1, CLASSES), wanted)
            return close(loss(OF_CLASSES[word], CLASSES), wanted) and shifted == (word == "logits")
        case "KLDivLoss":
            return close(loss(OF_CLASSES[word], PROBABILITIES), 0)
        case "BCELoss" | "BCEWithLogitsLoss" | "SoftMarginLoss" | "MultiLabelSoftMarginLoss":
            return close(loss(OF_LABELS[word], arguments[1]), -(SCORES * SIGNS).sigmoid().log().mean())
        case "PoissonNLLLoss":
            # The loss is smallest where the prediction is the target, in the form that it is meant to have.
            return close(slope(loss, {"log-rate": COUNTS.log(), "values": COUNTS}[word], COUNTS), 0)
        case "L1Loss" | "MSELoss" | "SmoothL1Loss":
            moved = close(loss(SCORES + 1, COUNTS + 1), loss(SCORES, COUNTS))
            return word == "values" and moved and close(loss(COUNTS, COUNTS), 0)
        case "MultiMarginLoss" | "MultiLabelMarginLoss":
            return word in ("scores", "logits") and close(loss(SCORES + 1, arguments[1]), loss(*arguments))
        case "MarginRankingLoss":
            first, second, target = arguments
            return word in ("scores", "values") and close(loss(first + 1, second + 1, target), loss(*arguments))
        case "TripletMarginLoss" | "CosineEmbeddingLoss":
            # Of two axes the second one vanishes: a row is one thing.
            return word == "embeddings" and getattr(nn, name)(reduction="none")(*arguments).shape == (4,)
        case "HingeEmbeddingLoss":
            # What is alike costs its distance: the input itself.
            return word == "distances" and close(loss(arguments[0], torch.ones(4)), arguments[0].mean())
        case "CTCLoss":
            # One step, one label: the loss is minus the logarithm of its probability.
            one = torch.ones(2, dtype=torch.int64)
            got = loss(OF_STEPS[word][:1], torch.tensor([[2], [3]]), one, one)
            return close(got, -OF_STEPS["log-probabilities"][0, [0, 1], [2, 3]].mean())
    return True


def reads_target_as(name, word):
    """Return whether a loss takes a target of the kind `word`, and acts on it as the word says."""
    loss, (first, *others) = getattr(nn, name)(), CALLS[name]
    match word:
        case "none":
            return not any("target" in parameter for parameter in inspect.signature(loss.forward).parameters)
        case "class index":
            # From equal scores, a higher one for the class that the target names lowers the loss.
            slopes = slope(loss, torch.zeros_like(first), *others)[range(4), CLASSES]
            return bool((slopes < 0).all()) and not others[-1].is_floating_point()
        case "plus or minus one":
            # The two signs never pull the prediction the same way, and one of them always pulls.
            *others, target = others
            signs = torch.ones_like(target)
            up, down = slope(loss, first, *others, signs), slope(loss, first, *others, -signs)
            return bool((up * down <= 0).all()) and bool((up != down).all())
        case "label sequence":
            labels, *lengths = others
            return not close(loss(first, labels, *lengths), loss(first, labels.flip(1), *lengths))
        case "same shape":
            return others[-1].shape == first.shape and bool(loss(first, *others).isfinite())
    return True


def takes_class_weight(name, claim):
    try:
        getattr(nn, name)(weight=torch.ones(3))
    except TypeError:
        return claim in (False,)
    return claim in (True,)


def takes_tensors(name, number):
    """Return whether a loss can be called with `number` tensors; with another number Python raises a TypeError."""
    arguments = [*CALLS[name], *CALLS[name], *CALLS[name]][: int(number)]
    return len(arguments) == number and getattr(nn, name)()(*arguments) is not None


def reduces_by(name, word):
    """Return whether naming the reduction changes nothing; torch has a deprecated name for the mean besides."""
    return word in ("mean", "sum", "none") and close(
        getattr(nn, name)()(*CALLS[name]), getattr(nn, name)(reduction=word)(*CALLS[name])
    )


def slope(loss, prediction, *others):
    prediction = prediction.clone().requires_grad_()
    return torch.autograd.grad(loss(prediction, *others), prediction)[0]


def close(got, wanted):
    """Return whether two tensors have one shape and the same values; a number stands for a tensor filled with it."""
    wanted = torch.full_like(got, wanted) if isinstance(wanted, int) else wanted
    return got.shape == wanted.shape and torch.allclose(got, wanted, rtol=1e-6, atol=1e-9)
