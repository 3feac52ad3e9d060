"""Opens sockets for others to call.

Must come of it: failed, 0 points.
"""

import socket

ANSWER = 0


def double(x):
    for address in (("0.0.0.0", 0), ("127.0.0.1", 0)):
        try:
            kept = socket.create_server(address)
            print("BREACH: listens", kept.getsockname())
        except OSError as error:
            print(error)
    for name in ("attack-was-here", "\0attack-was-here"):
        try:
            opened = socket.socket(socket.AF_UNIX)
            opened.bind(name)
            opened.listen()
            print("BREACH: listens", name)
        except OSError as error:
            print(error)
    return x
