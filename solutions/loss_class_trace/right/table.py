from torch import nn


CLASS_CHAIN = ["CrossEntropyLoss", "_WeightedLoss", "_Loss", "Module"]


def class_chain(loss):
    names = []
    for each in type(loss).__mro__:
        names.append(each.__name__)
        if each is nn.Module:
            break
    return names


FUNCTIONS = {
    nn.CrossEntropyLoss: "cross_entropy",
    nn.NLLLoss: "nll_loss",
    nn.BCELoss: "binary_cross_entropy",
    nn.BCEWithLogitsLoss: "binary_cross_entropy_with_logits",
    nn.L1Loss: "l1_loss",
    nn.MSELoss: "mse_loss",
    nn.SmoothL1Loss: "smooth_l1_loss",
    nn.HuberLoss: "huber_loss",
    nn.PoissonNLLLoss: "poisson_nll_loss",
    nn.GaussianNLLLoss: "gaussian_nll_loss",
    nn.KLDivLoss: "kl_div",
    nn.MarginRankingLoss: "margin_ranking_loss",
    nn.MultiLabelMarginLoss: "multilabel_margin_loss",
    nn.SoftMarginLoss: "soft_margin_loss",
    nn.MultiLabelSoftMarginLoss: "multilabel_soft_margin_loss",
    nn.MultiMarginLoss: "multi_margin_loss",
    nn.TripletMarginLoss: "triplet_margin_loss",
    nn.HingeEmbeddingLoss: "hinge_embedding_loss",
    nn.CosineEmbeddingLoss: "cosine_embedding_loss",
    nn.CTCLoss: "ctc_loss",
}


def functional_name(loss):
    return FUNCTIONS[type(loss)]
