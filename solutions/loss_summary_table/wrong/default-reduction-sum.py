"""The losses of a batch are believed to be added up."""


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
    "CrossEntropyLoss": row("multiclass", "logits", "class index", True, 2, "sum"),
    "NLLLoss": row("multiclass", "log-probabilities", "class index", True, 2, "sum"),
    "BCELoss": row("binary", "probabilities", "same shape", True, 2, "sum"),
    "BCEWithLogitsLoss": row("binary", "logits", "same shape", True, 2, "sum"),
    "L1Loss": row("regression", "values", "same shape", False, 2, "sum"),
    "MSELoss": row("regression", "values", "same shape", False, 2, "sum"),
    "SmoothL1Loss": row("regression", "values", "same shape", False, 2, "sum"),
    "PoissonNLLLoss": row("counts", "log-rate", "same shape", False, 2, "sum"),
    "KLDivLoss": row("distribution", "log-probabilities", "same shape", False, 2, "sum"),
    "MarginRankingLoss": row("ranking", "scores", "plus or minus one", False, 3, "sum"),
    "MultiLabelMarginLoss": row("multilabel", "scores", "class index", False, 2, "sum"),
    "SoftMarginLoss": row("binary", "logits", "plus or minus one", False, 2, "sum"),
    "MultiLabelSoftMarginLoss": row("multilabel", "logits", "same shape", True, 2, "sum"),
    "MultiMarginLoss": row("multiclass", "scores", "class index", True, 2, "sum"),
    "TripletMarginLoss": row("embedding", "embeddings", "none", False, 3, "sum"),
    "HingeEmbeddingLoss": row("embedding", "distances", "plus or minus one", False, 2, "sum"),
    "CosineEmbeddingLoss": row("embedding", "embeddings", "plus or minus one", False, 3, "sum"),
    "CTCLoss": row("sequence", "log-probabilities", "label sequence", False, 4, "sum"),
}
