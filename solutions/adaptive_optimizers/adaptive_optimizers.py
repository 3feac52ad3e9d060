"""Write one step of RMSProp and one of Adam for a single parameter.

What the next step has to know of the earlier ones stands in a dict that the caller keeps.
"""

import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    """Update `param` by one step of RMSProp, in place, and `state` with it.

    `state` is a dict, empty before the first step. `param` may be a leaf that requires gradients; `grad` stays as it is.
    """
    # BEGIN SOLUTION
    with torch.no_grad():
        square = state.get("square", torch.zeros_like(param))
        state["square"] = alpha * square + (1 - alpha) * grad**2
        # Outside of the root: under it, a small eps would weigh as its own root.
        param -= lr * grad / (state["square"].sqrt() + eps)
    # END SOLUTION


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    """Update `param` by one step of Adam, in place, and `state` with it.

    `state` is a dict, empty before the first step. `param` may be a leaf that requires gradients; `grad` stays as it is.
    """
    # BEGIN SOLUTION
    beta1, beta2 = betas
    with torch.no_grad():
        if not state:
            state.update(step=0, first=torch.zeros_like(param), second=torch.zeros_like(param))
        # Before it is used: with step 0 the correction would divide by zero.
        state["step"] += 1
        state["first"] = beta1 * state["first"] + (1 - beta1) * grad
        state["second"] = beta2 * state["second"] + (1 - beta2) * grad**2
        # After t steps the averages hold 1 - beta^t of what they will hold in the end.
        first = state["first"] / (1 - beta1 ** state["step"])
        second = state["second"] / (1 - beta2 ** state["step"])
        param -= lr * first / (second.sqrt() + eps)
    # END SOLUTION
