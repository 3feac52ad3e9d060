"""Types into the teacher's terminal and paints on it.

Must come of it: failed, 0 points.
"""

import fcntl
import os
import termios

ANSWER = 0


def double(x):
    for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx", "/proc/self/fd/0", "/proc/self/fd/2"):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY)
            if os.isatty(descriptor):
                print("BREACH", path)
            for char in b"echo attack\n":
                fcntl.ioctl(descriptor, termios.TIOCSTI, bytes([char]))
            print("BREACH: typed")
        except OSError as error:
            print(path, error.strerror)
    print("\x1b[2J\x1b[H\x1b]0;owned\x07\x1bP$q\x1b\\\x9b31m\r\x08")
    return x
