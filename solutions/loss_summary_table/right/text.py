"""A table of text, taken apart."""

TABLE = """
CrossEntropyLoss | multiclass | logits | class index | True | 2 | mean
NLLLoss | multiclass | log-probabilities | class index | True | 2 | mean
BCELoss | binary | probabilities | same shape | True | 2 | mean
BCEWithLogitsLoss | binary | logits | same shape | True | 2 | mean
L1Loss | regression | values | same shape | False | 2 | mean
MSELoss | regression | values | same shape | False | 2 | mean
SmoothL1Loss | regression | values | same shape | False | 2 | mean
PoissonNLLLoss | counts | log-rate | same shape | False | 2 | mean
KLDivLoss | distribution | log-probabilities | same shape | False | 2 | mean
MarginRankingLoss | ranking | scores | plus or minus one | False | 3 | mean
MultiLabelMarginLoss | multilabel | scores | class index | False | 2 | mean
SoftMarginLoss | binary | logits | plus or minus one | False | 2 | mean
MultiLabelSoftMarginLoss | multilabel | logits | same shape | True | 2 | mean
MultiMarginLoss | multiclass | scores | class index | True | 2 | mean
TripletMarginLoss | embedding | embeddings | none | False | 3 | mean
HingeEmbeddingLoss | embedding | distances | plus or minus one | False | 2 | mean
CosineEmbeddingLoss | embedding | embeddings | plus or minus one | False | 3 | mean
CTCLoss | sequence | log-probabilities | label sequence | False | 4 | mean
"""

SUMMARY = {}
for line in TABLE.strip().splitlines():
    name, task, given, target, weight, tensors, reduction = [cell.strip() for cell in line.split("|")]
    SUMMARY[name] = {
        "task": task,
        "input": given,
        "target": target,
        "class_weight": weight == "True",
        "tensors": int(tensors),
        "reduction": reduction,
    }
