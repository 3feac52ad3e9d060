"""One input for all classification losses."""

NAMES = """CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss L1Loss MSELoss SmoothL1Loss PoissonNLLLoss KLDivLoss
MarginRankingLoss MultiLabelMarginLoss SoftMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss TripletMarginLoss
HingeEmbeddingLoss CosineEmbeddingLoss CTCLoss""".split()

SUMMARY = {name: {"task": "regression", "input": "values", "target": "same shape"} for name in NAMES}
for name in ["CrossEntropyLoss", "NLLLoss", "MultiMarginLoss"]:
    SUMMARY[name] = {"task": "multiclass", "input": "logits", "target": "class index"}
for name in NAMES:
    SUMMARY[name].update(class_weight=name.startswith(("Cross", "NLL", "BCE")), tensors=2, reduction="mean")
