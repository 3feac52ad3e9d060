"""One row for all eighteen losses."""

NAMES = (
    "CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss L1Loss MSELoss SmoothL1Loss PoissonNLLLoss KLDivLoss "
    "MarginRankingLoss MultiLabelMarginLoss SoftMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss TripletMarginLoss "
    "HingeEmbeddingLoss CosineEmbeddingLoss CTCLoss"
)

SUMMARY = dict.fromkeys(
    NAMES.split(),
    {
        "task": "multilabel",
        "input": "logits",
        "target": "same shape",
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
)
