"""Words from an enumeration, rows from a class, 0 and 1 for False and True."""

from enum import Enum


class Task(str, Enum):
    REGRESSION = "regression"
    COUNTS = "counts"
    BINARY = "binary"
    MULTICLASS = "multiclass"
    MULTILABEL = "multilabel"
    DISTRIBUTION = "distribution"
    RANKING = "ranking"
    EMBEDDING = "embedding"
    SEQUENCE = "sequence"


class Loss:
    """A row in the making: as most losses are, until told otherwise."""

    table = {}

    def __init__(self, name, task, input, target="same shape"):
        self.cells = {"task": task, "input": input, "target": target}
        self.cells |= {"class_weight": 0, "tensors": 2.0, "reduction": "mean"}
        Loss.table[name] = self.cells

    def weighted(self):
        self.cells["class_weight"] = 1
        return self

    def takes(self, tensors):
        self.cells["tensors"] = float(tensors)
        return self


Loss("CrossEntropyLoss", Task.MULTICLASS, "logits", "class index").weighted()
Loss("NLLLoss", Task.MULTICLASS, "log-probabilities", "class index").weighted()
Loss("BCELoss", Task.BINARY, "probabilities").weighted()
Loss("BCEWithLogitsLoss", Task.BINARY, "logits").weighted()
Loss("L1Loss", Task.REGRESSION, "values")
Loss("MSELoss", Task.REGRESSION, "values")
Loss("SmoothL1Loss", Task.REGRESSION, "values")
Loss("PoissonNLLLoss", Task.COUNTS, "log-rate")
Loss("KLDivLoss", Task.DISTRIBUTION, "log-probabilities")
Loss("MarginRankingLoss", Task.RANKING, "scores", "plus or minus one").takes(3)
Loss("MultiLabelMarginLoss", Task.MULTILABEL, "scores", "class index")
Loss("SoftMarginLoss", Task.BINARY, "logits", "plus or minus one")
Loss("MultiLabelSoftMarginLoss", Task.MULTILABEL, "logits").weighted()
Loss("MultiMarginLoss", Task.MULTICLASS, "scores", "class index").weighted()
Loss("TripletMarginLoss", Task.EMBEDDING, "embeddings", "none").takes(3)
Loss("HingeEmbeddingLoss", Task.EMBEDDING, "distances", "plus or minus one")
Loss("CosineEmbeddingLoss", Task.EMBEDDING, "embeddings", "plus or minus one").takes(3)
Loss("CTCLoss", Task.SEQUENCE, "log-probabilities", "label sequence").takes(4)

SUMMARY = Loss.table
