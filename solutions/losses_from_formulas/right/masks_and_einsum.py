import torch


def l1(x, y):
    return torch.maximum(x - y, y - x).mean()


def smooth_l1(x, y, beta=1.0):
    d = (x - y).abs()
    inner = d.clamp(max=beta)
    return (inner * (d - inner / 2)).mean() / beta


def poisson_nll(log_rate, y):
    return torch.exp(log_rate).mean() - (y * log_rate).mean()


def gaussian_nll(mean, y, variance, eps=1e-6):
    v = torch.maximum(variance, torch.tensor(eps, dtype=variance.dtype))
    return -torch.distributions.Normal(mean, v.sqrt()).log_prob(y).mean() - 0.5 * torch.log(
        2 * torch.acos(torch.tensor(-1.0, dtype=mean.dtype))
    )


def kl_div(log_q, p):
    safe = torch.where(p > 0, p, torch.ones_like(p))
    return torch.einsum("nc,nc->", p, safe.log() - log_q) / p.size(0)


def hinge_embedding(x, y, margin=1.0):
    similar, other = x[y > 0], x[y < 0]
    return (similar.sum() + torch.relu(margin - other).sum()) / x.numel()


def margin_ranking(x1, x2, y, margin=0.0):
    z = margin + y * (x2 - x1)
    return ((z + z.abs()) / 2).mean()


def soft_margin(x, y):
    return torch.logaddexp(torch.zeros_like(x), -x * y).mean()


def multi_margin(x, y, margin=1.0):
    mask = torch.nn.functional.one_hot(y, x.shape[1]).to(x.dtype)
    right = torch.einsum("nc,nc->n", x, mask)
    # The right class counts the margin, always.
    return torch.relu(margin - right[:, None] + x).mean() - margin / x.shape[1]


def multilabel_soft_margin(x, y):
    return soft_margin(x, 2 * y - 1)


def cosine_embedding(x1, x2, y, margin=0.0):
    c = torch.einsum("nd,nd->n", torch.nn.functional.normalize(x1), torch.nn.functional.normalize(x2))
    is_same = (y + 1) / 2
    return (is_same * (1 - c) + (1 - is_same) * torch.clamp(c - margin, 0)).mean()


def triplet_margin(anchor, positive, negative, margin=1.0):
    def distance(a, b):
        return ((a - b) ** 2).sum(-1).sqrt()

    return torch.clamp_min(distance(anchor, positive) - distance(anchor, negative) + margin, 0).mean()
