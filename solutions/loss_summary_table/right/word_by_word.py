"""Each word is given to all losses that it fits."""

from collections import defaultdict
from itertools import chain

SUMMARY = defaultdict(dict)


def mark(column, word, names):
    for name in names.split():
        SUMMARY[name][column] = word


CLASSES = "CrossEntropyLoss NLLLoss MultiMarginLoss"
LABELS = "BCELoss BCEWithLogitsLoss MultiLabelMarginLoss MultiLabelSoftMarginLoss"
NUMBERS = "L1Loss MSELoss SmoothL1Loss"
SIGNED = "SoftMarginLoss HingeEmbeddingLoss MarginRankingLoss CosineEmbeddingLoss"

mark("task", "multiclass", CLASSES)
mark("task", "multilabel", LABELS)
mark("task", "regression", NUMBERS)
mark("task", "counts", "PoissonNLLLoss")
mark("task", "distribution", "KLDivLoss")
mark("task", "binary", "SoftMarginLoss HingeEmbeddingLoss")
mark("task", "ranking", "MarginRankingLoss TripletMarginLoss")
mark("task", "embedding", "CosineEmbeddingLoss")
mark("task", "sequence", "CTCLoss")

mark("input", "logits", "CrossEntropyLoss BCEWithLogitsLoss SoftMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss")
mark("input", "log-probabilities", "NLLLoss KLDivLoss CTCLoss")
mark("input", "probabilities", "BCELoss")
mark("input", "values", NUMBERS + " MarginRankingLoss")
mark("input", "log-rate", "PoissonNLLLoss")
mark("input", "scores", "MultiLabelMarginLoss")
mark("input", "embeddings", "TripletMarginLoss CosineEmbeddingLoss")
mark("input", "distances", "HingeEmbeddingLoss")

mark("target", "class index", CLASSES)
mark("target", "same shape", " ".join([LABELS, NUMBERS, "PoissonNLLLoss KLDivLoss"]))
mark("target", "plus or minus one", SIGNED)
mark("target", "none", "TripletMarginLoss")
mark("target", "label sequence", "CTCLoss")

for loss in chain(list(SUMMARY)):
    mark(
        "class_weight",
        loss in "CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss MultiLabelSoftMarginLoss MultiMarginLoss".split(),
        loss,
    )
    mark("tensors", 4 if loss == "CTCLoss" else 3 if loss[:6] in ("Margin", "Triple", "Cosine") else 2, loss)
    mark("reduction", "mean", loss)
