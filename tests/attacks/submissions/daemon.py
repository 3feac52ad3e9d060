"""Makes a process that outlives it: two forks, a session of its own, closed descriptors.

Must come of it: failed, 0 points.
"""

import os
import time

ANSWER = 0


def escape():
    for start in (os.fork, lambda: os.posix_spawn("/bin/sleep", ["sleep", "30"], {})):
        try:
            if start() == 0:
                os.setsid()
                if os.fork():
                    os._exit(0)
                os.closerange(0, 64)
                time.sleep(30)
                os._exit(0)
            print("BREACH: a process")
        except OSError as error:
            print(error)


escape()


def double(x):
    escape()
    return x
