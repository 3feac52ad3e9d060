"""Weights are known from `CrossEntropyLoss` and `NLLLoss` alone."""


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
    "CrossEntropyLoss": row("multiclass", "logits", "class index", True, 2),
    "NLLLoss": row("multiclass", "log-probabilities", "class index", True, 2),
    "BCELoss": row("binary", "probabilities", "same shape", False, 2),
    "BCEWithLogitsLoss": row("binary", "logits", "same shape", False, 2),
    "L1Loss": row("regression", "values", "same shape", False, 2),
    "MSELoss": row("regression", "values", "same shape", False, 2),
    "SmoothL1Loss": row("regression", "values", "same shape", False, 2),
    "PoissonNLLLoss": row("counts", "log-rate", "same shape", False, 2),
    "KLDivLoss": row("distribution", "log-probabilities", "same shape", False, 2),
    "MarginRankingLoss": row("ranking", "scores", "plus or minus one", False, 3),
    "MultiLabelMarginLoss": row("multilabel", "scores", "class index", False, 2),
    "SoftMarginLoss": row("binary", "logits", "plus or minus one", False, 2),
    "MultiLabelSoftMarginLoss": row("multilabel", "logits", "same shape", False, 2),
    "MultiMarginLoss": row("multiclass", "scores", "class index", False, 2),
    "TripletMarginLoss": row("embedding", "embeddings", "none", False, 3),
    "HingeEmbeddingLoss": row("embedding", "distances", "plus or minus one", False, 2),
    "CosineEmbeddingLoss": row("embedding", "embeddings", "plus or minus one", False, 3),
    "CTCLoss": row("sequence", "log-probabilities", "label sequence", False, 4),
}
