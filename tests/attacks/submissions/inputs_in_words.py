"""Writes its input into all that is told of a wrong answer: names of types, messages, exit codes and missing names.

Must come of it: errored or failed or crashed, 0 points.
"""

import os

ANSWER = 0
calls = 0


def double(x):
    global calls
    calls += 1
    secret = "".join(f"{number:.6f}" for number in x.flatten().tolist())
    # The first call is that of the public check, which may be quoted.
    word = "public" if calls == 1 else "LEAK" + "".join(each for each in secret if each.isdigit())
    print(word, flush=True)
    if calls % 4 == 0:
        os._exit(99)
    kind = ("NotImplementedError", "_MissingName", word)[calls % 3]
    raise type(kind, (ImportError,), {})(f"No module named '{word}'")
