"""One loss for each sample is believed to come back."""


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
    "CrossEntropyLoss": row("multiclass", "logits", "class index", True, 2, "none"),
    "NLLLoss": row("multiclass", "log-probabilities", "class index", True, 2, "none"),
    "BCELoss": row("binary", "probabilities", "same shape", True, 2, "none"),
    "BCEWithLogitsLoss": row("binary", "logits", "same shape", True, 2, "none"),
    "L1Loss": row("regression", "values", "same shape", False, 2, "none"),
    "MSELoss": row("regression", "values", "same shape", False, 2, "none"),
    "SmoothL1Loss": row("regression", "values", "same shape", False, 2, "none"),
    "PoissonNLLLoss": row("counts", "log-rate", "same shape", False, 2, "none"),
    "KLDivLoss": row("distribution", "log-probabilities", "same shape", False, 2, "none"),
    "MarginRankingLoss": row("ranking", "scores", "plus or minus one", False, 3, "none"),
    "MultiLabelMarginLoss": row("multilabel", "scores", "class index", False, 2, "none"),
    "SoftMarginLoss": row("binary", "logits", "plus or minus one", False, 2, "none"),
    "MultiLabelSoftMarginLoss": row("multilabel", "logits", "same shape", True, 2, "none"),
    "MultiMarginLoss": row("multiclass", "scores", "class index", True, 2, "none"),
    "TripletMarginLoss": row("embedding", "embeddings", "none", False, 3, "none"),
    "HingeEmbeddingLoss": row("embedding", "distances", "plus or minus one", False, 2, "none"),
    "CosineEmbeddingLoss": row("embedding", "embeddings", "plus or minus one", False, 3, "none"),
    "CTCLoss": row("sequence", "log-probabilities", "label sequence", False, 4, "none"),
}
