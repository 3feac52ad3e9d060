"""What torch knows is read from its signatures, and nobody can change the table."""

import inspect
from types import MappingProxyType

from torch import nn

USES = {
    "multiclass": {"CrossEntropyLoss": "logits", "NLLLoss": "log-probabilities", "MultiMarginLoss": "logits"},
    "binary": {"BCELoss": "probabilities", "BCEWithLogitsLoss": "logits", "SoftMarginLoss": "logits"},
    "multilabel": {"MultiLabelMarginLoss": "scores", "MultiLabelSoftMarginLoss": "logits"},
    "regression": {"L1Loss": "values", "MSELoss": "values", "SmoothL1Loss": "values", "PoissonNLLLoss": "log-rate"},
    "distribution": {"KLDivLoss": "log-probabilities"},
    "ranking": {"MarginRankingLoss": "values", "TripletMarginLoss": "embeddings"},
    "embedding": {"HingeEmbeddingLoss": "distances", "CosineEmbeddingLoss": "embeddings"},
    "sequence": {"CTCLoss": "log-probabilities"},
}
TARGETS = {
    "class index": ["CrossEntropyLoss", "NLLLoss", "MultiMarginLoss", "MultiLabelMarginLoss"],
    "plus or minus one": ["MarginRankingLoss", "SoftMarginLoss", "HingeEmbeddingLoss", "CosineEmbeddingLoss"],
    "none": ["TripletMarginLoss"],
    "label sequence": ["CTCLoss"],
}


def facts(name):
    cls = getattr(nn, name)
    constructor = inspect.signature(cls).parameters
    return {
        "class_weight": "weight" in constructor,
        "tensors": len(inspect.signature(cls.forward).parameters) - 1,
        "reduction": constructor["reduction"].default,
    }


def target_of(name):
    return next((target for target, names in TARGETS.items() if name in names), "same shape")


SUMMARY = MappingProxyType(
    {
        name: MappingProxyType({"task": task, "input": given, "target": target_of(name), **facts(name)})
        for task, inputs in USES.items()
        for name, given in inputs.items()
    }
)
