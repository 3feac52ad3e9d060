"""Send arbitrary and broken frames to the worker's end for as long as you like.

    make fuzz SECONDS=600
    python tests/fuzz.py --seconds 3600 --seed 7

Three targets take turns: the decoder alone, the worker's end of a socket, and a real jailed child that writes noise and
mutated frames to its socket while its session grades. Whatever raises something that it may not, hangs, or takes more
memory than it may, is kept in `fuzz-failures/` as the bytes that did it, and the exit code is 1.
"""

import argparse
import os
import random
import resource
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]
os.environ.setdefault("OMP_NUM_THREADS", "1")

import frames  # noqa: E402 - after the path is set
import torch  # noqa: E402

from grader.course import read_course  # noqa: E402
from grader.model import Submission  # noqa: E402
from grader.sandbox import wire  # noqa: E402
from grader.session import Session  # noqa: E402

MAX_SECONDS = 3.0
MAX_MORE_BYTES = 512 << 20
FAILURES = Path("fuzz-failures")
HOSTILE = """
import os, random, stat, struct, sys

ANSWER = 28
SEED = {seed}


def channel():
    return next(number for number in range(3, 64) if stat.S_ISSOCK(os.fstat(number).st_mode))


def double(x):
    rng, wire = random.Random(SEED + x.numel()), sys._getframe(1).f_globals["wire"]
    frame = bytearray(wire.pack(wire.Returned(wire.TensorData("float32", tuple(x.shape), 4 * x.numel()), [None]), [bytes(4 * x.numel())]))
    for _ in range(rng.randrange(1, 9)):
        place = rng.randrange(len(frame))
        frame[place : place + rng.randrange(3)] = rng.randbytes(rng.randrange(4))
    os.write(channel(), bytes(frame) if rng.random() < 0.9 else rng.randbytes(rng.randrange(5000)))
    return x * 2
"""


def seeds() -> list[bytes]:
    """Return right frames of every kind of value, to be broken."""
    tensor = torch.ones(2, 3, requires_grad=True)
    values = [None, 1, 2**70, 1.5, 2j, "text", b"bytes", [1, [2, (3,)]], {"a": {1, 2}}, slice(1, None), torch.float32]
    found = [
        frames.encode(value)
        for value in [*values, tensor, [tensor, tensor], torch.Size([1, 2]), tensor.detach().numpy()]
    ]
    raised = wire.Raised(("ValueError", "Exception"), "text", 1, 2, "x = 1")
    replies = [
        wire.Loaded({"f": wire.HandleData(1), "N": None}, "/", [raised]),
        raised,
        wire.Refused(("a",)),
        wire.Exhausted(),
    ]
    return found + [
        wire.pack(reply) for reply in (*replies, wire.LoadFailed("syntax", raised), wire.Unsendable("large"))
    ]


def broken(rng: random.Random, kept: list[bytes]) -> bytes:
    """Return a frame made of right ones by a few changes."""
    frame = bytearray(rng.choice(kept))
    for _ in range(rng.randrange(1, 8)):
        place = rng.randrange(len(frame) + 1)
        match rng.randrange(6):
            case 0:
                frame[place : place + 1] = rng.randbytes(1)
            case 1:
                del frame[place : place + rng.randrange(1, 16)]
            case 2:
                frame[place:place] = rng.choice(
                    (b"\xdd\xff\xff\xff\xff", b"\xc6\x7f\xff\xff\xff", b"\xcf" + b"\xff" * 8, b"\x91" * 500)
                )
            case 3:
                frame[place:place] = frame[place : place + 64] * rng.randrange(1, 2000)
            case 4:
                other = rng.choice(kept)
                start = rng.randrange(len(other))
                frame[place:place] = other[start : start + rng.randrange(1, 200)]
            case 5:
                body = max(0, len(frame) - wire.HEADER_BYTES)
                record = rng.randrange(body + 1)
                frame[: wire.HEADER_BYTES] = record.to_bytes(4, "big") + (body - record).to_bytes(4, "big")
    return bytes(frame).ljust(wire.HEADER_BYTES, b"\0")


def main() -> int:
    """Fuzz until the time is over; return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.seconds:.0f} seconds")
    rng, kept, ends = random.Random(options.seed), seeds(), time.monotonic() + options.seconds
    counts, failures = {"decoded": 0, "sent": 0, "graded": 0}, 0
    exercise = read_course(ROOT / "tests" / "course").exercises["double"]
    session = Session(b"fuzz")
    try:
        while time.monotonic() < ends:
            for _ in range(2_000):
                frame = broken(rng, kept)
                failures += found_in("decoded", frame, lambda frame=frame: frames.is_refused(frame))
                counts["decoded"] += 1
            for _ in range(50):
                frame = broken(rng, kept)
                failures += found_in("sent", frame, lambda frame=frame: frames.answer(frame))
                counts["sent"] += 1
            sources = [HOSTILE.format(seed=rng.randrange(2**40)) for _ in range(8)]
            honest = f"ANSWER = 28\n\n\ndef double(x):\n    return x * 2  # {rng.random()}\n"
            batch = [
                Submission(student=str(n), exercise="double", cells=(text,))
                for n, text in enumerate([*sources, honest])
            ]
            failures += found_in(
                "graded", "\0".join(sources).encode(), lambda batch=batch: expect_neighbour(session, exercise, batch)
            )
            counts["graded"] += len(batch)
            print(
                f"\r{counts}, {failures} failures, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB",
                end="",
                flush=True,
            )
    finally:
        session.close()
    print()
    return 1 if failures else 0


def expect_neighbour(session: Session, exercise: object, batch: list[Submission]) -> None:
    """Grade noise beside an honest submission, which must keep its points; nothing may be a fault of ours."""
    results = session.grade(exercise, batch)  # type: ignore[arg-type]
    assert sum(check.points for check in results[-1].checks) == 10, results[-1]
    assert not any(result.fault for result in results), [result.fault for result in results]


def found_in(target: str, content: bytes, attempt: object) -> int:
    """Run one attempt; return 1, and keep the bytes, if it raised, took too long or too much memory."""
    started, memory = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        attempt()  # type: ignore[operator]
        problem = ""
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        problem = traceback.format_exc()
    limit = MAX_SECONDS if target != "graded" else 60.0
    if time.monotonic() - started > limit:
        problem += f"\ntook {time.monotonic() - started:.1f} s"
    if (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) << 10 > MAX_MORE_BYTES:
        problem += "\ntook more memory than it may"
    if problem:
        FAILURES.mkdir(exist_ok=True)
        name = FAILURES / f"{target}-{time.time_ns()}"
        name.write_bytes(content)
        name.with_suffix(".txt").write_text(problem)
        print(f"\n{name}: {problem}")
    return bool(problem)


if __name__ == "__main__":
    sys.exit(main())
