"""Fill in a table of eighteen losses of `torch.nn`: what each is for, what it takes, and how it is called.

Each row is a dict with six keys; the task explains the words.
"""

# "task"          "regression", "counts", "binary", "multiclass", "multilabel", "distribution", "ranking", "embedding"
#                 or "sequence"
# "input"         "values", "log-rate", "logits", "log-probabilities", "probabilities", "scores", "embeddings"
#                 or "distances"
# "target"        "same shape", "class index", "plus or minus one", "label sequence" or "none"
# "class_weight"  True or False: does the constructor take `weight`?
# "tensors"       a number: how many arguments does `forward` take?
# "reduction"     "mean", "sum" or "none": which one is the default?
SUMMARY = {
    "CrossEntropyLoss": {},
    "NLLLoss": {},
    "BCELoss": {},
    "BCEWithLogitsLoss": {},
    "L1Loss": {},
    "MSELoss": {},
    "SmoothL1Loss": {},
    "PoissonNLLLoss": {},
    "KLDivLoss": {},
    "MarginRankingLoss": {},
    "MultiLabelMarginLoss": {},
    "SoftMarginLoss": {},
    "MultiLabelSoftMarginLoss": {},
    "MultiMarginLoss": {},
    "TripletMarginLoss": {},
    "HingeEmbeddingLoss": {},
    "CosineEmbeddingLoss": {},
    "CTCLoss": {},
}
