"""`len(signature(cls.forward).parameters)` counts `self` too."""


def row(task, input, target, class_weight, tensors, reduction="mean"):
    return {
        "task": task,
        "input": input,
        "target": target,
        "class_weight": class_weight,
        "tensors": tensors,
        "reduction": reduction,
    }


SUMMARY = {
    "CrossEntropyLoss": row("multiclass", "logits", "class index", True, 3),
    "NLLLoss": row("multiclass", "log-probabilities", "class index", True, 3),
    "BCELoss": row("binary", "probabilities", "same shape", True, 3),
    "BCEWithLogitsLoss": row("binary", "logits", "same shape", True, 3),
    "L1Loss": row("regression", "values", "same shape", False, 3),
    "MSELoss": row("regression", "values", "same shape", False, 3),
    "SmoothL1Loss": row("regression", "values", "same shape", False, 3),
    "PoissonNLLLoss": row("counts", "log-rate", "same shape", False, 3),
    "KLDivLoss": row("distribution", "log-probabilities", "same shape", False, 3),
    "MarginRankingLoss": row("ranking", "scores", "plus or minus one", False, 4),
    "MultiLabelMarginLoss": row("multilabel", "scores", "class index", False, 3),
    "SoftMarginLoss": row("binary", "logits", "plus or minus one", False, 3),
    "MultiLabelSoftMarginLoss": row("multilabel", "logits", "same shape", True, 3),
    "MultiMarginLoss": row("multiclass", "scores", "class index", True, 3),
    "TripletMarginLoss": row("embedding", "embeddings", "none", False, 4),
    "HingeEmbeddingLoss": row("embedding", "distances", "plus or minus one", False, 3),
    "CosineEmbeddingLoss": row("embedding", "embeddings", "plus or minus one", False, 4),
    "CTCLoss": row("sequence", "log-probabilities", "label sequence", False, 5),
}
