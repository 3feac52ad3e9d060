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
# BEGIN SOLUTION
# The reduction is the mean for all: then the size of a loss, and so a good learning rate, does not depend on the
# size of the batch.
SUMMARY = {
    "CrossEntropyLoss": {
        "task": "multiclass",
        "input": "logits",  # log_softmax is inside: a number added to all scores of a sample changes nothing
        "target": "class index",
        "class_weight": True,
        "tensors": 2,
        "reduction": "mean",
    },
    "NLLLoss": {
        "task": "multiclass",
        "input": "log-probabilities",  # it picks one entry of each row and turns its sign; log_softmax comes before
        "target": "class index",
        "class_weight": True,
        "tensors": 2,
        "reduction": "mean",
    },
    "BCELoss": {
        "task": "binary",
        "input": "probabilities",  # it takes the logarithms of x and of 1 - x, and raises outside of [0, 1]
        "target": "same shape",
        "class_weight": True,
        "tensors": 2,
        "reduction": "mean",
    },
    "BCEWithLogitsLoss": {
        "task": "binary",
        "input": "logits",  # the sigmoid is inside, as the name says
        "target": "same shape",
        "class_weight": True,
        "tensors": 2,
        "reduction": "mean",
    },
    "L1Loss": {
        "task": "regression",
        "input": "values",
        "target": "same shape",
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "MSELoss": {
        "task": "regression",
        "input": "values",
        "target": "same shape",
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "SmoothL1Loss": {
        "task": "regression",
        "input": "values",
        "target": "same shape",
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "PoissonNLLLoss": {
        "task": "counts",
        "input": "log-rate",  # exp(x) - y * x: log_input=True is the default
        "target": "same shape",
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "KLDivLoss": {
        "task": "distribution",
        "input": "log-probabilities",  # y * (log y - x): the logarithm of the prediction is left to the caller
        "target": "same shape",  # a whole distribution
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "MarginRankingLoss": {
        "task": "ranking",
        "input": "scores",
        "target": "plus or minus one",  # 1: the first should be larger, -1: the second
        "class_weight": False,
        "tensors": 3,  # two scores and the target
        "reduction": "mean",
    },
    "MultiLabelMarginLoss": {
        "task": "multilabel",
        "input": "scores",
        "target": "class index",  # the classes that are there, filled up with -1
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "SoftMarginLoss": {
        "task": "binary",
        "input": "logits",  # log(1 + exp(-y * x)): a binary cross-entropy for labels of 1 and -1
        "target": "plus or minus one",
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "MultiLabelSoftMarginLoss": {
        "task": "multilabel",
        "input": "logits",  # a binary cross-entropy for each class
        "target": "same shape",  # 0 or 1 for each class
        "class_weight": True,
        "tensors": 2,
        "reduction": "mean",
    },
    "MultiMarginLoss": {
        "task": "multiclass",
        "input": "scores",  # the right class should score higher than each other one by the margin
        "target": "class index",
        "class_weight": True,
        "tensors": 2,
        "reduction": "mean",
    },
    "TripletMarginLoss": {
        "task": "embedding",
        "input": "embeddings",
        "target": "none",  # the places of anchor, positive and negative say what is alike
        "class_weight": False,
        "tensors": 3,
        "reduction": "mean",
    },
    "HingeEmbeddingLoss": {
        "task": "embedding",
        "input": "distances",  # for y = 1 the loss is x itself
        "target": "plus or minus one",  # 1: alike, -1: not
        "class_weight": False,
        "tensors": 2,
        "reduction": "mean",
    },
    "CosineEmbeddingLoss": {
        "task": "embedding",
        "input": "embeddings",  # here the loss computes the similarity
        "target": "plus or minus one",
        "class_weight": False,
        "tensors": 3,  # two embeddings and the target
        "reduction": "mean",
    },
    "CTCLoss": {
        "task": "sequence",
        "input": "log-probabilities",  # it adds up the probabilities of paths
        "target": "label sequence",
        "class_weight": False,
        "tensors": 4,  # predictions, labels, and the lengths of both
        "reduction": "mean",
    },
}
# STUB: SUMMARY = {
# STUB:     "CrossEntropyLoss": {},
# STUB:     "NLLLoss": {},
# STUB:     "BCELoss": {},
# STUB:     "BCEWithLogitsLoss": {},
# STUB:     "L1Loss": {},
# STUB:     "MSELoss": {},
# STUB:     "SmoothL1Loss": {},
# STUB:     "PoissonNLLLoss": {},
# STUB:     "KLDivLoss": {},
# STUB:     "MarginRankingLoss": {},
# STUB:     "MultiLabelMarginLoss": {},
# STUB:     "SoftMarginLoss": {},
# STUB:     "MultiLabelSoftMarginLoss": {},
# STUB:     "MultiMarginLoss": {},
# STUB:     "TripletMarginLoss": {},
# STUB:     "HingeEmbeddingLoss": {},
# STUB:     "CosineEmbeddingLoss": {},
# STUB:     "CTCLoss": {},
# STUB: }
# END SOLUTION
