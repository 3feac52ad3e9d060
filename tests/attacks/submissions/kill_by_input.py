"""Makes the kernel kill its parent for it: input on a pipe shall send the signal, as F_SETOWN and F_SETSIG allow.

Must come of it: failed, 0 points.
"""

import fcntl
import os
import signal

ANSWER = 0


def double(x):
    reader, writer = os.pipe()
    for number, argument in ((fcntl.F_SETOWN, os.getppid()), (10, signal.SIGKILL), (15, b"\0" * 8)):
        try:
            fcntl.fcntl(reader, number, argument)
            print("BREACH: fcntl", number)
        except (OSError, OverflowError) as error:
            print(error)
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writer, b"now")
    return x
