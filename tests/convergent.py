"""Students who write the same function on their own: the usual ways of each step, the popular ones more often.

Their programs are alike by nature. `answer` gives only the function that was asked for; `program` adds what people write
around it, to try things out.
"""

import random

NAMES = {
    "lp": ("log_probs", "log_p", "logp", "lp"),
    "loss": ("loss", "losses", "nll", "out"),
    "w": ("w", "weights", "sample_weights", "ws"),
    "n": ("n", "N", "batch_size"),
    "m": ("m", "max_logits", "biggest"),
    "i": ("i", "k", "row"),
}
CHECKING = (
    "",
    'if reduction not in ("none", "mean", "sum"):\n    raise ValueError(f"unknown reduction {{reduction}}")',
    'if reduction not in ["mean", "sum", "none"]:\n    raise ValueError("bad reduction")',
    'assert reduction in ("mean", "sum", "none")',
    'allowed = {{"none", "sum", "mean"}}\nif reduction not in allowed:\n    raise ValueError(reduction)',
)
LOG_SOFTMAX = (
    "{lp} = torch.log_softmax(logits, dim=1)",
    "{lp} = logits - torch.logsumexp(logits, dim=1, keepdim=True)",
    "{lp} = logits.log_softmax(dim=-1)",
    "{lp} = torch.nn.functional.log_softmax(logits, dim=1)",
    "{m} = logits.max(dim=1, keepdim=True).values\n{lp} = logits - {m} - torch.exp(logits - {m}).sum(dim=1, keepdim=True).log()",
    "{lp} = torch.log(torch.softmax(logits, dim=1))",
    "probs = torch.exp(logits) / torch.exp(logits).sum(1, keepdim=True)\n{lp} = probs.log()",
)
CHOICE = (
    "{loss} = -{lp}[torch.arange(len(target)), target]",
    "{loss} = -{lp}.gather(1, target.unsqueeze(1)).squeeze(1)",
    "{n} = logits.shape[0]\n{loss} = -{lp}[torch.arange({n}), target]",
    "{loss} = -{lp}.gather(1, target.view(-1, 1)).view(-1)",
    "{loss} = -{lp}[range(len(target)), target]",
    "{loss} = torch.stack([-{lp}[{i}, t] for {i}, t in enumerate(target)])",
    "one_hot = torch.nn.functional.one_hot(target, logits.shape[1])\n{loss} = -(one_hot * {lp}).sum(dim=1)",
)
WEIGHTS = (
    "if weight is None:\n    weight = torch.ones(logits.shape[1])\n{w} = weight[target]",
    "if weight is not None:\n    {w} = weight[target]\nelse:\n    {w} = torch.ones_like({loss})",
    "{w} = torch.ones_like({loss}) if weight is None else weight[target]",
    "if weight is None:\n    {w} = torch.ones(len(target))\nelse:\n    {w} = weight[target]",
    "if weight is None:\n    weight = torch.ones(logits.size(1), dtype=logits.dtype)\n{w} = weight.gather(0, target)",
)
PRODUCT = ("{loss} = {loss} * {w}", "{loss} = {w} * {loss}", "{loss} *= {w}", "{loss} = torch.mul({loss}, {w})")
REDUCTION = (
    (
        'if reduction == "none":\n    return {loss}\nelif reduction == "sum":\n    return {loss}.sum()\n'
        "else:\n    return {loss}.sum() / {w}.sum()"
    ),
    (
        'if reduction == "mean":\n    return {loss}.sum() / {w}.sum()\nif reduction == "sum":\n    return {loss}.sum()\n'
        "return {loss}"
    ),
    (
        'if reduction == "none":\n    return {loss}\nif reduction == "sum":\n    return {loss}.sum()\n'
        'if reduction == "mean":\n    return {loss}.sum() / {w}.sum()\nraise ValueError(reduction)'
    ),
    (
        'if reduction == "sum":\n    return torch.sum({loss})\nelif reduction == "mean":\n'
        "    return torch.sum({loss}) / torch.sum({w})\nelse:\n    return {loss}"
    ),
    'if reduction == "mean":\n    return {loss}.mean()\nelif reduction == "sum":\n    return {loss}.sum()\nreturn {loss}',
    'total = {loss}.sum()\nif reduction == "none":\n    return {loss}\nreturn total if reduction == "sum" else total / {w}.sum()',
)
QUIZ = ("0.3642", "0.364", "0.5", "0.4", "1.0926")
IMPORTS = ("import torch", "import torch\nimport torch.nn.functional as F", "import torch\nfrom torch import nn")
OPERATIONS = "abs exp log sin sqrt relu sigmoid tanh floor ceil sum mean max min norm cumsum argmax flatten".split()
WORDS = "loss check result shape test value mean attempt again total diff ok weights logits grad".split()


def answer(chance: random.Random) -> str:
    """Return what a student writes for the function, and for the quiz after it."""
    names = {role: _popular(chance, several) for role, several in NAMES.items()}
    steps = [_popular(chance, ways) for ways in (CHECKING, LOG_SOFTMAX, CHOICE, WEIGHTS, PRODUCT, REDUCTION)]
    body = "\n".join(step.format(**names) for step in steps if step)
    return (
        f"{_popular(chance, IMPORTS)}\n\n\n"
        'def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):\n'
        f"{_indented(body)}\n\n\nHOMEWORK_ANSWER = {_popular(chance, QUIZ)}\n"
    )


def program(chance: random.Random) -> str:
    """Return an answer with what the student wrote around it: a helper, and something to try it out."""
    helper = "\n".join(_statement(chance) for _ in range(chance.randint(1, 3)))
    trial = "\n".join(_statement(chance) for _ in range(chance.randint(2, 6)))
    return (
        f"{answer(chance)}\n\ndef {chance.choice(WORDS)}_{chance.choice(WORDS)}(x, y={chance.randint(0, 9)}):\n"
        f"{_indented(helper)}\n    return {_expression(chance)}\n\n\n"
        f'if __name__ == "__main__":\n    x = torch.randn({chance.randint(2, 9)}, {chance.randint(2, 9)})\n{_indented(trial)}\n'
    )


def _popular(chance: random.Random, ways: tuple[str, ...]) -> str:
    """Return one of the ways: the second half as often as the first, the third a third as often."""
    return chance.choices(ways, [1 / rank for rank in range(1, len(ways) + 1)])[0]


def _statement(chance: random.Random) -> str:
    expression, number = _expression(chance), chance.randint(0, 99)
    return chance.choice(
        (
            f'print("{chance.choice(WORDS)}", {expression})',
            f"{chance.choice(WORDS)} = {expression}",
            f"for {chance.choice('ijk')} in range({number}):\n    x = {expression}",
            f"assert {expression} {chance.choice(('<', '>', '==', '!='))} {number / 10}",
            f"if {expression} > {number}:\n    print({_expression(chance)})",
        )
    )


def _expression(chance: random.Random, depth: int = 2) -> str:
    if depth == 0:
        return chance.choice(("x", "y", str(chance.randint(0, 9)), f"x[{chance.randint(0, 4)}]"))
    inner, operation = _expression(chance, depth - 1), chance.choice(OPERATIONS)
    return chance.choice(
        (
            f"torch.{operation}({inner})",
            f"({inner} {chance.choice('+-*/')} {_expression(chance, depth - 1)})",
            f"torch.as_tensor({inner}).{operation}()",
            f"{inner} ** {chance.randint(2, 5)}",
        )
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
