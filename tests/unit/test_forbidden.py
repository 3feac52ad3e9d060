"""Forbidden functions are found where they are reached, and nowhere else."""

import ast
import textwrap
from collections.abc import Iterator

import pytest
import torch
from torch import nn
from torch.nn import functional

from grader.sandbox.callwatch import Watch
from grader.sandbox.forbidden import Forbidden
from grader.sandbox.namesearch import Search

NAMES = (
    "torch.nn.functional.cross_entropy",
    "torch.nn.functional.nll_loss",
    "torch.nn.CrossEntropyLoss",
    "torch.optim",
    "aten::nll_loss_forward",
    "aten::cross_entropy_loss",
)

REACHED = {
    "attribute chain": "import torch\ndef f(x, y): return torch.nn.functional.cross_entropy(x, y)",
    "module alias": "import torch.nn.functional as F\ndef f(x, y): return F.cross_entropy(x, y)",
    "imported name": "from torch.nn.functional import cross_entropy as ce\ndef f(x, y): return ce(x, y)",
    "star import": "from torch.nn.functional import *\ndef f(x, y): return cross_entropy(x, y)",
    "assigned alias": "import torch\nG = torch.nn.functional\nce = G.cross_entropy\ndef f(x, y): return ce(x, y)",
    "tuple alias": "import torch\na, b = torch.nn.functional.cross_entropy, 3\ndef f(x, y): return a(x, y)",
    "local import": "def f(x, y):\n    from torch.nn import functional as F\n    return F.cross_entropy(x, y)",
    "class": "from torch import nn\ndef f(x, y): return nn.CrossEntropyLoss()(x, y)",
    "inner module": "from torch.nn.modules import loss\ndef f(x, y): return loss.CrossEntropyLoss()(x, y)",
    "subclass": "from torch import nn\nclass Mine(nn.CrossEntropyLoss): pass\ndef f(x, y): return Mine()(x, y)",
    "module-level object": "from torch import nn\ncriterion = nn.CrossEntropyLoss()\ndef f(x, y): return criterion(x, y)",
    "the contract's name itself": "import torch\nf = torch.nn.functional.cross_entropy",
    "helper": "import torch\ndef g(x, y): return torch.nn.functional.nll_loss(x, y)\ndef f(x, y): return g(x, y)",
    "nested helper": "import torch\ndef f(x, y):\n    def g(): return torch.nn.functional.nll_loss(x, y)\n    return g()",
    "method": "import torch\nclass A:\n    def g(self, x, y): return torch.nn.functional.nll_loss(x, y)\ndef f(x, y): return A().g(x, y)",
    "lambda": "import torch\ng = lambda x, y: torch.nn.functional.nll_loss(x, y)\ndef f(x, y): return g(x, y)",
    "default": "import torch\ndef f(x, y, g=torch.nn.functional.nll_loss): return g(x, y)",
    "decorator": "import torch\ndef d(g): return torch.nn.functional.nll_loss\n@d\ndef f(x, y): pass",
    "comprehension": "import torch\ndef f(x, y): return [torch.nn.functional.nll_loss(a, b) for a, b in zip(x, y)]",
    "try block": "import torch\ndef f(x, y):\n    try:\n        return torch.nn.functional.nll_loss(x, y)\n    except ValueError: pass",
    "except block": "import torch\ndef f(x, y):\n    try: pass\n    except ValueError: return torch.nn.functional.nll_loss(x, y)",
    "match": "import torch\ndef f(x, y):\n    match x:\n        case 1: return torch.nn.functional.nll_loss(x, y)",
    "with": "import torch\ndef f(x, y):\n    with torch.no_grad():\n        return torch.nn.functional.nll_loss(x, y)",
    "getattr": "import torch\ndef f(x, y): return getattr(torch.nn.functional, 'cross' + '_entropy')(x, y)",
    "getattr of a name": "import torch\nN = 'cross_entropy'\ndef f(x, y): return getattr(torch.nn.functional, N)(x, y)",
    "getattr of a joined list": "import torch\ndef f(x, y): return getattr(torch.nn.functional, '_'.join(['cross', 'entropy']))(x, y)",
    "f-string": "import torch\nk = 'cross'\ndef f(x, y): return getattr(torch.nn.functional, f'{k}_entropy')(x, y)",
    "vars": "import torch\ndef f(x, y): return vars(torch.nn.functional)['cross_entropy'](x, y)",
    "__dict__": "import torch\ndef f(x, y): return torch.nn.functional.__dict__['cross_entropy'](x, y)",
    "sys.modules": "import sys\ndef f(x, y): return sys.modules['torch.nn.functional'].cross_entropy(x, y)",
    "importlib": "import importlib\ndef f(x, y): return importlib.import_module('torch.nn.functional').cross_entropy(x, y)",
    "__import__": "def f(x, y): return __import__('torch').nn.functional.cross_entropy(x, y)",
    "eval": "import torch\ndef f(x, y): return eval('torch.nn.functional.cross_entropy(x, y)')",
    "operator": "import torch\ndef f(x, y): return torch.ops.aten.nll_loss_forward(x, y, None, 1, -100)",
    "operator's overload": "import torch\ndef f(x, y): return torch.ops.aten.nll_loss_forward.default(x, y, None, 1, -100)",
    "builtin of the same name": "import torch\ndef f(x, y): return torch._C._nn.nll_loss(x, y)",
    "inside a forbidden module": "from torch.optim import SGD as Base\nclass f(Base): pass",
    "global statement": "import torch\ndef f(x, y):\n    global g\n    g = torch.nn.functional.nll_loss\n    return g(x, y)",
    "property": "import torch\nclass A:\n    @property\n    def g(self): return torch.nn.functional.nll_loss\ndef f(x, y): return A().g(x, y)",
    "inherited method": "import torch\nclass A:\n    def g(self, x): return torch.nn.functional.nll_loss(x, x)\nclass B(A): pass\ndef f(x): return B().g(x)",
    "method called by a method": (
        "import torch\nclass A:\n    def g(self, x): return self.h(x)\n    def h(self, x): return torch.nn.functional.nll_loss(x, x)\n"
        "def f(x): return A().g(x)"
    ),
    "method by getattr": (
        "import torch\nclass A:\n    def g(self, x): return torch.nn.functional.nll_loss(x, x)\ndef f(x): return getattr(A(), 'g')(x)"
    ),
    "method by a name that can't be told": (
        "import torch\nclass A:\n    def g(self, x): return torch.nn.functional.nll_loss(x, x)\ndef f(x, n): return getattr(A(), n)(x)"
    ),
    "method by __dict__": (
        "import torch\nclass A:\n    def g(self, x): return torch.nn.functional.nll_loss(x, x)\n"
        "def f(x): return list(A.__dict__.values())[1](A(), x)"
    ),
    "special method": "import torch\nclass A:\n    def __call__(self, x): return torch.nn.functional.nll_loss(x, x)\ndef f(x): return A()(x)",
    "forward of a module": (
        "import torch\nclass A(torch.nn.Module):\n    def forward(self, x): return torch.nn.functional.nll_loss(x, x)\ndef f(x): return A()(x)"
    ),
    "method that another library calls": (
        "import torch, threading\nclass A(threading.Thread):\n    def run(self): torch.nn.functional.nll_loss(1, 2)\ndef f(x): return A().start()"
    ),
    "decorated method": (
        "import torch\ndef keep(g):\n    table.append(g)\ntable = []\nclass A:\n    @keep\n    def g(x): return torch.nn.functional.nll_loss(x, x)\n"
        "def f(x):\n    A\n    return table[0](x)"
    ),
    "method of the contract's class": "import torch\nclass f:\n    def step(self): torch.nn.functional.nll_loss(1, 2)",
    "entry of a dict": "import torch\nT = {'a': 1, 'b': torch.nn.functional.nll_loss}\ndef f(x): return T['b'](x)",
    "entry of a dict by a name that can't be told": (
        "import torch\nT = {'a': 1, 'b': torch.nn.functional.nll_loss}\ndef f(x, k): return T[k](x)"
    ),
    "values of a dict": "import torch\nT = {'a': 1, 'b': torch.nn.functional.nll_loss}\ndef f(x): return T['a'], list(T.values())[1](x)",
    "switch that is on": "import torch\nFAST = True\ndef f(x):\n    if FAST:\n        return torch.nn.functional.nll_loss(x, x)",
    "switch that is turned": (
        "import torch\nSLOW = False\ndef turn():\n    global SLOW\n    SLOW = True\n"
        "def f(x):\n    if SLOW:\n        return torch.nn.functional.nll_loss(x, x)"
    ),
    "parameter that is false": "import torch\ndef f(x, nesterov=False):\n    if nesterov:\n        return torch.nn.functional.nll_loss(x, x)",
    "debugging that is asked for": (
        "import torch\ndef g(x, debug=False):\n    if debug:\n        return torch.nn.functional.nll_loss(x, x)\ndef f(x): return g(x, True)"
    ),
    "debugging that is asked for by name": (
        "import torch\ndef g(x, *, debug=False):\n    if debug:\n        return torch.nn.functional.nll_loss(x, x)\ndef f(x): return g(x, debug=1)"
    ),
    "walrus": "import torch\ndef f(x, y): return (g := torch.nn.functional.nll_loss)(x, y)",
}

NOT_REACHED = {
    "docstring": 'def f(x, y):\n    """As torch.nn.functional.cross_entropy does."""\n    return x',
    "comment": "def f(x, y):\n    # torch.nn.functional.cross_entropy would do it\n    return x",
    "own function": "def cross_entropy(x, y): return x\ndef f(x, y): return cross_entropy(x, y)",
    "own function after an import": (
        "from torch.nn.functional import cross_entropy\ndef cross_entropy(x, y): return x\ndef f(x, y): return cross_entropy(x, y)"
    ),
    "main block": (
        "import torch\ndef f(x, y): return x\nif __name__ == '__main__':\n    print(torch.nn.functional.cross_entropy(f(1, 2), 3))"
    ),
    "comparison at the top level": "import torch\ndef f(x, y): return x\nprint(torch.nn.functional.cross_entropy)",
    "unused helper": "import torch\ndef check(x, y): return torch.nn.functional.cross_entropy(x, y)\ndef f(x, y): return x",
    "unused import": "from torch.nn.functional import cross_entropy\ndef f(x, y): return x",
    "unused nested helper": "import torch\ndef f(x, y):\n    def g(): return torch.nn.functional.nll_loss(x, y)\n    return x",
    "after the return": "import torch\ndef f(x, y):\n    return x\n    return torch.nn.functional.cross_entropy(x, y)",
    "if False": "import torch\ndef f(x, y):\n    if False:\n        return torch.nn.functional.cross_entropy(x, y)\n    return x",
    "parameter of that name": "def f(x, y, cross_entropy=None): return cross_entropy",
    "parameter that hides a module": "import torch.nn.functional as F\ndef f(x, F): return F.cross_entropy",
    "local variable of that name": "def f(x, y):\n    cross_entropy = x - y\n    return cross_entropy",
    "annotation": "from torch import nn\ndef f(x, loss: nn.CrossEntropyLoss): return x",
    "own class": "class CrossEntropyLoss:\n    def __call__(self, x, y): return x\ndef f(x, y): return CrossEntropyLoss()(x, y)",
    "method of that name": "class A:\n    def cross_entropy(self, x): return x\ndef f(x, y): return A().cross_entropy(x)",
    "string": "def f(x, y): raise ValueError('no torch.nn.functional.cross_entropy here')",
    "unused method": (
        "import torch\nclass A:\n    def __call__(self, x): return x\n    def check(self, x): return torch.nn.functional.nll_loss(x, x)\n"
        "def f(x): return A()(x)"
    ),
    "unused method of a module": (
        "import torch\nclass A(torch.nn.Module):\n    def forward(self, x): return x\n"
        "    def compare(self, x): return torch.nn.functional.nll_loss(x, x)\ndef f(x): return A()(x)"
    ),
    "unused private method of the contract's class": (
        "import torch\nclass f:\n    def step(self): pass\n    def _compare(self): torch.nn.functional.nll_loss(1, 2)"
    ),
    "unused method beside an instance's own dict": (
        "import torch\nclass A:\n    def __init__(self, **k): self.__dict__.update(k)\n    def check(self): torch.nn.functional.nll_loss(1, 2)\n"
        "def f(x): return A(x=x).x, vars"
    ),
    "other entry of a dict": "import torch\nT = {'a': abs, 'b': torch.nn.functional.nll_loss}\ndef f(x): return T['a'](x)",
    "switch that is off": "import torch\nDEBUG = False\ndef f(x):\n    if DEBUG and x:\n        print(torch.nn.functional.nll_loss(x, x))\n    return x",
    "other side of a switch": "import torch\nMINE: bool = True\ndef f(x): return x if MINE else torch.nn.functional.nll_loss(x, x)",
    "debugging that nobody asks for": (
        "import torch\ndef f(x, y=None, *, debug=False):\n    if debug:\n        print(torch.nn.functional.nll_loss(x, y))\n    return x"
    ),
    "debugging in one part of a condition": (
        "import torch\ndef f(x, verbose=False):\n    verbose and print(torch.nn.functional.nll_loss(x, x))\n    return x"
    ),
    "building blocks": "import torch\ndef f(x, y): return -torch.log_softmax(x, 1)[range(len(y)), y].mean()",
    "other module's function": "import numpy as np\ndef f(x, y): return np.cross(x, y)",
}


@pytest.fixture(scope="module")
def forbidden() -> Forbidden:
    return Forbidden(NAMES)


def reached(source: str, forbidden: Forbidden) -> tuple[str, ...]:
    return Search([ast.parse(textwrap.dedent(source))], forbidden).reached_from("f")


@pytest.mark.parametrize("source", REACHED.values(), ids=REACHED)
def test_a_forbidden_function_is_found_however_it_is_reached(source: str, forbidden: Forbidden) -> None:
    """A forbidden function that a function of the contract reaches is found under any name."""
    assert reached(source, forbidden)


@pytest.mark.parametrize("source", NOT_REACHED.values(), ids=NOT_REACHED)
def test_what_only_looks_forbidden_is_left_alone(source: str, forbidden: Forbidden) -> None:
    """Own functions, texts, main blocks and code that is not reached are never refused."""
    assert reached(source, forbidden) == ()


def test_names_are_found_across_the_cells_of_a_notebook(forbidden: Forbidden) -> None:
    """An import in one cell is seen by a function in another; the later binding counts."""
    cells = ["from torch.nn.functional import cross_entropy", "def f(x, y): return cross_entropy(x, y)"]
    assert Search([ast.parse(cell) for cell in cells], forbidden).reached_from("f")
    own = [*cells, "def cross_entropy(x, y): return x"]
    assert not Search([ast.parse(cell) for cell in own], forbidden).reached_from("f")


def test_every_way_of_recursion_ends(forbidden: Forbidden) -> None:
    """Functions and aliases that lead to themselves are searched once."""
    source = "import torch\na = b\nb = a\ndef f(x, y): return g(x, y) + a\ndef g(x, y): return f(x, y) + b.c"
    assert reached(source, forbidden) == ()


@pytest.fixture
def tensors() -> tuple[torch.Tensor, torch.Tensor]:
    return torch.zeros(3, 4), torch.tensor([0, 1, 2])


@pytest.fixture
def watch() -> Iterator[Watch]:
    saved = nn.CrossEntropyLoss.__init__
    yield Watch(Forbidden(("torch.nn.functional.cross_entropy", "torch.nn.CrossEntropyLoss", *NAMES[4:])))
    nn.CrossEntropyLoss.__init__ = saved  # type: ignore[method-assign]


CALLS = {
    "function": lambda x, y: functional.cross_entropy(x, y),
    "module": lambda x, y: nn.NLLLoss()(x, y),
    "operator": lambda x, y: torch.ops.aten.nll_loss_forward(x, y, None, 1, -100),
    "composite operator": lambda x, y: torch.ops.aten.cross_entropy_loss(x, x.softmax(1)),
    "constructor": lambda x, y: nn.CrossEntropyLoss(),
    "hidden name": lambda x, y: getattr(functional, "yportne_ssorc"[::-1])(x, y),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_forbidden_function_is_noticed_when_it_is_called(call, watch, tensors) -> None:
    """Whatever a name was hidden behind, the call itself is noticed."""
    with watch.during_call() as names:
        call(*tensors)
    assert names


def test_building_blocks_are_not_noticed(watch, tensors) -> None:
    """Logarithms, sums and gathers are nobody's business, nor are calls outside of a check."""
    logits, target = tensors
    with watch.during_call() as names:
        (-logits.log_softmax(1).gather(1, target[:, None])).mean()
    functional.cross_entropy(logits, target)
    assert not names
