"""Write the four quantities of information theory that losses are made of, in nats.

Distributions lie along the last axis; an event of probability 0 adds nothing, one that was held impossible costs inf.
"""

import torch


def self_information(p):
    """Return the self-information, in nats, of events of the probabilities `p`, element by element."""
    # BEGIN SOLUTION
    # The natural logarithm gives nats. log(0) is -inf, as it should be: an impossible event would surprise endlessly.
    return -torch.log(p)
    # END SOLUTION


def entropy(p):
    """Return the entropy of each distribution in `p`, of shape `p.shape[:-1]`; 0 log 0 is 0."""
    # BEGIN SOLUTION
    # p * log(p) would be 0 * -inf = nan at 0; xlogy is made for this product and gives its limit, 0.
    return -torch.xlogy(p, p).sum(dim=-1)
    # END SOLUTION


def relative_entropy(p, q):
    """Return the relative entropy D(p || q) of each pair of distributions; inf where `q` is 0 and `p` is not."""
    # BEGIN SOLUTION
    # Two products instead of the logarithm of a quotient: 0 / 0 never arises, and p log q is -inf where it must be.
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=-1)
    # END SOLUTION


def cross_entropy(p, q):
    """Return the cross-entropy of each pair, `p` the truth and `q` the model; inf where `q` is 0 and `p` is not."""
    # BEGIN SOLUTION
    # The truth weighs, the model is inside the logarithm.
    return -torch.xlogy(p, q).sum(dim=-1)
    # END SOLUTION
