"""What a check sees of a submission, across the trust line."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from grader.checks import expect_gradients, expect_unchanged, pull_back, type_name
from grader.inputs import strided
from grader.model import Exercise, Limits, Submission
from grader.sandbox.launch import Zygote
from grader.sandbox.student import Attempt, LoadProblem, Student, _missing
from grader.verdicts import CheckFailed, Crashed, Raised, Refused, TimedOut, Verdict

SOURCE = '''
import concurrent.futures, os, sys, threading, time
import numpy as np
import torch
from torch import nn

ANSWER = [1, (2, "three"), {"four": 4.0}, None]

def same(x): return x
def shift(x, by=1.0):
    """Return a shifted copy."""
    return x + by
def shift_in_place(x): x += 1
def are_one(a, b): return a is b
def layout(x): return x.stride(), x.is_contiguous()
def square(x): return (x ** 2).sum()
def detached(x): return float(x.sum())
def model(): return nn.Linear(3, 2)
def optimizer(w): return torch.optim.SGD([w], lr=0.5)
def numbers():
    yield from range(3)
def forever():
    while True:
        yield 1
def speak(): print("heard", end="")
def fail(): raise KeyError("gone")
def loop():
    while True: pass
def sleep(): time.sleep(60)
def die(): os._exit(3)
def draw(): return float(torch.rand(())), float(np.random.rand())
def remember(x):
    global kept
    kept = x
def wide(): return torch.zeros(1).expand(1 << 40)
def closure(): return lambda x: x + 1
class Counter:
    def __init__(self, start): self.value = start
    def step(self): self.value += 1
    def __len__(self): return 7
    def __contains__(self, x): return x == 3
    def __getitem__(self, i): return i * 2
def unfinished(): raise NotImplementedError("unfinished: write your code here")
def product(a, b): return torch.mul(a, b)
MUL = "".join(reversed("lum"))
def product_in_a_thread(a, b):
    found = []
    thread = threading.Thread(target=lambda: found.append(getattr(torch, MUL)(a, b)))
    thread.start(); thread.join()
    return found[0]
def product_in_a_pool(a, b):
    with concurrent.futures.ThreadPoolExecutor() as pool: return pool.submit(getattr(torch, MUL), a, b).result()
class Late(torch.Tensor):
    def detach(self): return getattr(torch, MUL)(*self.factors)
def product_when_read(a, b):
    late = torch.zeros(()).as_subclass(Late)
    late.factors = a, b
    return late
'''

# One child serves most tests here, however long a busy machine takes for all of them.
LIMITS = Limits(seconds_per_call=1.0, seconds_per_submission=120.0)
EXERCISE = Exercise(
    slug="task",
    title={},
    checks=(),
    contract=("same",),
    check_files={},
    reference="",
    digest="",
    limits=LIMITS,
    forbidden=("torch.mul",),
    data_files={"numbers.txt": b"1 2 3"},
)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    opened = Zygote()
    yield opened
    opened.close()


def attempt_of(zygote: Zygote, source: str, *, notebook: bool = False) -> Attempt:
    cells = tuple(source.split("# %%\n")) if notebook else (source,)
    attempt = Attempt(zygote, EXERCISE, Submission(student="s", exercise="task", cells=cells, notebook=notebook))
    try:
        attempt.load()
    except LoadProblem:
        attempt.close()
        raise
    return attempt


@pytest.fixture(scope="module")
def shared(zygote: Zygote) -> Iterator[Attempt]:
    attempt = attempt_of(zygote, SOURCE)
    yield attempt
    attempt.close()


@pytest.fixture
def student(shared: Attempt) -> Student:
    shared.begin_check(seed=5)
    return Student(shared)


VALUES = [
    None,
    True,
    -3,
    2**80,
    0.5,
    float("inf"),
    2j,
    "text",
    "\ud83d",
    b"bytes",
    [1, [2]],
    (1, (2,)),
    {"a": 1, 2: 3},
    {1, 2},
    slice(1, None, 2),
]
VALUES += [
    torch.Size([2, 3]),
    torch.float64,
    np.float32(2),
    torch.tensor(True),
    torch.zeros(0, 3),
    torch.arange(6).reshape(2, 3),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_data_crosses_as_a_copy(student: Student, value: object) -> None:
    """Plain data, tensors and NumPy values come back as what they were."""
    got = student.same(value)
    if isinstance(value, torch.Tensor):
        assert torch.equal(got, value)
        assert got.dtype == value.dtype
    elif value == "\ud83d":
        assert got == "?"
    else:
        assert type(got) is type(value)
        assert got == value


def test_star_imports_hide_no_function(zygote: Zygote) -> None:
    """A submission that begins with `from torch import *` is found among the nine hundred names that this brings."""
    attempt = attempt_of(zygote, "from torch import *\nfrom numpy import *\ndef same(x): return x\n")
    try:
        attempt.begin_check(seed=5)
        assert Student(attempt).same(3) == 3
    finally:
        attempt.close()


def test_other_numbers_and_texts_are_plain(zygote: Zygote) -> None:
    """A fraction or decimal is a number, and NumPy's text is text."""
    source = (
        "from fractions import Fraction\nfrom decimal import Decimal\nimport numpy as np\n"
        "A, B, C = Fraction(1, 4), Decimal('0.25'), np.str_('B')\n"
    )
    attempt = attempt_of(zygote, source)
    student = Student(attempt)
    assert (student.A, student.B, student.C) == (0.25, 0.25, "B")
    assert type(student.C) is str
    attempt.close()


def test_constants_are_values(student: Student) -> None:
    """A constant of the submission is its value."""
    assert student.ANSWER == [1, (2, "three"), {"four": 4.0}, None]


def test_arguments_are_seen_as_they_are_afterwards(student: Student) -> None:
    """After a call its arguments are known before and after, so that in-place work is seen."""
    x = torch.zeros(2)
    student.shift(x, by=2.0)
    expect_unchanged(student)
    assert student.shift_in_place(x) is None
    assert torch.equal(student.arguments[0], torch.ones(2))
    assert torch.equal(x, torch.zeros(2))
    with pytest.raises(CheckFailed):
        expect_unchanged(student)


def test_one_tensor_stays_one(student: Student) -> None:
    """A tensor that is sent twice in a call is one tensor in the child."""
    x = torch.ones(2)
    assert student.are_one(x, x) is True
    assert student.are_one(x, x.clone()) is False


def test_the_layout_of_a_tensor_crosses(student: Student) -> None:
    """A tensor that is not contiguous is not contiguous in the child either."""
    assert student.layout(strided(torch.ones(2, 3))) == ((6, 2), False)
    assert student.layout(torch.ones(2, 3).T) == ((1, 3), False)


def test_gradients_cross(student: Student) -> None:
    """`requires_grad` and `grad` cross with a tensor, and gradients can be compared with an oracle's."""
    w = torch.ones(2, requires_grad=True)
    w.grad = torch.full((2,), 3.0)
    got = student.same(w)
    assert got.requires_grad
    assert torch.equal(got.grad, w.grad)
    expect_gradients(student, "square", torch.arange(3.0), like=lambda x: (x * x).sum())
    with pytest.raises(CheckFailed) as caught:
        expect_gradients(student, "detached", torch.arange(3.0), like=lambda x: x.sum())
    assert caught.value.finding.kind == "no-gradient"


def test_other_objects_stay_behind_handles(student: Student) -> None:
    """A module, an optimizer, a generator or a closure stays in the child, and a handle does what the object does."""
    model = student.model()
    assert type_name(model) == "Linear"
    assert model.weight.shape == (2, 3)
    assert model(torch.zeros(1, 3)).shape == (1, 2)
    assert list(student.numbers()) == [0, 1, 2]
    assert student.closure()(2) == 3
    counter = student.Counter(4)
    counter.step()
    assert (counter.value, len(counter), 3 in counter, 4 in counter, counter[5]) == (5, 7, True, False, 10)
    assert student.same(counter) == counter
    assert {counter: 1}[student.same(counter)] == 1


def test_what_is_put_can_be_fetched(student: Student) -> None:
    """A value that is put stays one object over several calls."""
    kept = student.put(torch.zeros(2))
    student.shift_in_place(kept)
    student.shift_in_place(kept)
    assert torch.equal(kept.get(), torch.full((2,), 2.0))


def descend(student, start, steps):
    import torch

    w = torch.tensor(start, requires_grad=True)
    optimizer = student.optimizer(w)
    path = []
    for _ in range(steps):
        optimizer.zero_grad()
        (w**2).backward()
        optimizer.step()
        path.append(w.item())
    return path


def test_a_probe_runs_in_the_child(student: Student) -> None:
    """A probe does many steps with the student's own objects and returns data."""
    assert student.run(descend, 4.0, 3) == [0.0, 0.0, 0.0]


def test_a_probe_names_what_is_missing_or_forbidden(student: Student) -> None:
    """In a probe too, a missing name and a forbidden function end the check with their own outcome."""
    with pytest.raises(CheckFailed) as missing:
        student.run(pull_back, "squire", [torch.ones(1)], {}, [0])
    assert missing.value.finding.parameters == {"name": "squire", "nearest": "square"}
    with pytest.raises(Refused):
        student.run(pull_back, "product", [torch.ones(1), torch.ones(1)], {}, [0])


def call_shift(student):
    return student.shift()


def test_wrong_parameters_are_told_in_a_probe_too(student: Student) -> None:
    """A function that does not take what a probe gives it is told as such, not as an exception of its own."""
    with pytest.raises(Raised) as caught:
        student.run(call_shift)
    assert (caught.value.finding.kind, caught.value.finding.parameters["name"]) == ("wrong-parameters", "shift")


def test_what_is_printed_is_kept(student: Student) -> None:
    """What a call prints is known, even without a line end."""
    student.speak()
    assert student.printed == "heard"


def test_generators_are_seeded_for_each_check(shared: Attempt) -> None:
    """Each check begins with the same seeds in the child."""
    draws = []
    for _ in range(2):
        shared.begin_check(seed=3)
        draws.append(Student(shared).draw())
    assert draws[0] == draws[1]


@pytest.mark.parametrize(
    ("call", "verdict", "kind"),
    [
        (lambda s: s.nothing(), CheckFailed, "missing-name"),
        (lambda s: s.shift(), Raised, "wrong-parameters"),
        (lambda s: s.fail(), Raised, "exception"),
        (lambda s: s.unfinished(), Raised, "not-implemented"),
        (lambda s: s.product(1, 2), Refused, "refused"),
        (lambda s: s.wide(), CheckFailed, "wrong-kind"),
        (lambda s: list(zip(range(200_000), s.forever(), strict=False)), Verdict, ""),
    ],
)
def test_each_way_of_failing_has_its_verdict(student: Student, call, verdict: type, kind: str) -> None:
    """A missing name, wrong parameters, an exception, a forbidden function: each ends the check in its own way."""
    with pytest.raises(verdict) as caught:
        call(student)
    if kind:
        assert caught.value.finding.kind == kind


def test_an_exception_names_the_students_line(student: Student) -> None:
    """An exception is told with its type, its text and the student's own line."""
    with pytest.raises(Raised) as caught:
        student.fail()
    told = caught.value.finding.parameters
    assert (told["type"], told["message"], told["source"]) == (
        "KeyError",
        "'gone'",
        'def fail(): raise KeyError("gone")',
    )
    assert caught.value.bases[:2] == ("KeyError", "LookupError")


def test_after_a_crash_the_next_call_has_a_fresh_child(zygote: Zygote) -> None:
    """A child that dies is replaced; its objects are gone, and a handle to one says so."""
    attempt = attempt_of(zygote, SOURCE)
    student = Student(attempt)
    kept = student.put(torch.zeros(1))
    with pytest.raises(Crashed):
        student.die()
    with pytest.raises(Crashed):
        student.same(kept)
    assert student.same(1) == 1
    attempt.close()


def test_after_two_missed_deadlines_nothing_more_is_asked(zygote: Zygote) -> None:
    """An endless loop is stopped at its deadline, and after the second one no further call is made."""
    attempt = attempt_of(zygote, SOURCE)
    student = Student(attempt)
    with pytest.raises(TimedOut):
        student.loop()
    with pytest.raises(TimedOut) as idle:
        student.sleep()
    # It wanted no processor: trying it again would give nothing but the same wait.
    assert not idle.value.starved
    with pytest.raises(TimedOut) as refused:
        student.same(1)
    assert refused.value.finding.kind == "not-run-after-timeouts"
    attempt.close()


def test_files_of_the_exercise_lie_in_the_childs_folder(zygote: Zygote) -> None:
    """A child reads the exercise's files from its folder, and can't write there."""
    attempt = attempt_of(
        zygote, "def read(path): return open(path).read()\ndef write(path): open(path, 'w').write('x')\n"
    )
    student = Student(attempt)
    assert student.read(student.folder + "/numbers.txt") == student.read("numbers.txt") == "1 2 3"
    for path in ("numbers.txt", "new.txt"):
        with pytest.raises(Raised):
            student.write(path)
    attempt.close()


def test_a_notebooks_later_cells_run_after_one_has_failed(zygote: Zygote) -> None:
    """Of a notebook a failing cell is noted and the later ones still run."""
    attempt = attempt_of(zygote, "x = 1\n# %%\n1 / 0\n# %%\ndef (:\n# %%\ndef f(): return x\n", notebook=True)
    assert Student(attempt).f() == 1
    assert attempt.problem is not None
    assert attempt.problem.parameters["cells"] == [3, 2]
    attempt.close()


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def (:\n", "syntax-error"),
        ("import hovercraft\n", "import-failed"),
        ("1 / 0\n", "load-exception"),
        ("raise SystemExit\n", "load-exit"),
        ("import os; os._exit(1)\n", "load-crashed"),
        ("x = " + "(" * 100_000, "syntax-error"),
    ],
)
def test_why_a_file_cannot_be_loaded_is_told(zygote: Zygote, source: str, kind: str) -> None:
    """A file that can't be loaded says why, and each why is another kind."""
    with pytest.raises(LoadProblem) as caught:
        attempt_of(zygote, source)
    assert caught.value.finding.kind == kind


def test_packages_for_plots_are_inert(zygote: Zygote) -> None:
    """Plots, displays and the course's own notebook checks cost a submission nothing."""
    source = (
        "import matplotlib.pyplot as plt\nfrom IPython import display\nfrom grader import notebook\n"
        "fig, axes = plt.subplots(1, 2)\naxes[0].plot([1])\nplt.show()\nnotebook.check('task')\ndef f(): return 1\n"
    )
    attempt = attempt_of(zygote, source)
    assert Student(attempt).f() == 1
    attempt.close()


def test_a_data_loader_works_in_the_child(zygote: Zygote) -> None:
    """A `DataLoader` with workers loads in the child itself, where no process can be started."""
    source = (
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "def f():\n    data = TensorDataset(torch.arange(4.0))\n"
        "    return [len(x) for x, in DataLoader(data, batch_size=3, num_workers=2)]\n"
    )
    attempt = attempt_of(zygote, source)
    assert Student(attempt).f() == [3, 1]
    attempt.close()


def test_another_function_of_the_task_is_no_misspelling() -> None:
    """Who lacks one function is not told to rename another one that the task asks for as well."""
    names, contract = ["mse_loss", "mea_loss"], ("mse_loss", "mae_loss")
    assert _missing("mae_loss", names, contract).finding.parameters["nearest"] == "mea_loss"
    assert _missing("mae_loss", names[:1], contract).finding.parameters["nearest"] is None


@pytest.mark.parametrize("name", ["product_in_a_thread", "product_in_a_pool", "product_when_read"])
def test_a_forbidden_function_is_noticed_wherever_it_runs(student: Student, name: str) -> None:
    """In a thread, and when a result is read, a forbidden function is noticed as in the call itself."""
    with pytest.raises(Refused):
        getattr(student, name)(torch.ones(2), torch.ones(2))


def test_the_time_that_is_left_is_not_told(zygote: Zygote) -> None:
    """A call that runs out of the submission's time is told its limit, not what earlier calls, or their inputs, left of it."""
    limits = Limits(seconds_per_call=5.0, seconds_per_submission=0.7)
    source = "import time\ndef wait(seconds): time.sleep(seconds)"
    submission = Submission(student="s", exercise="task", cells=(source,))
    attempt = Attempt(zygote, replace(EXERCISE, limits=limits), submission)
    try:
        attempt.load()
        Student(attempt).wait(0.3)
        with pytest.raises(TimedOut) as stopped:
            Student(attempt).wait(3.0)
    finally:
        attempt.close()
    assert stopped.value.finding.parameters == {"seconds": 0.7, "while": "submission"}
