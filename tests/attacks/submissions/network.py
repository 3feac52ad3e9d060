"""Calls home: TCP, UDP, names, raw packets, and sockets of the machine.

Must come of it: failed, 0 points.
"""

import socket
import urllib.request

ANSWER = 0


def double(x):
    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int("@PORT@"))),
        (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int("@PORT@"))),
        (socket.AF_INET6, socket.SOCK_STREAM, ("::1", int("@PORT@"))),
        (socket.AF_UNIX, socket.SOCK_STREAM, "@SOCKET@"),
        (socket.AF_UNIX, socket.SOCK_STREAM, "\0@NAME@"),
        (socket.AF_INET, socket.SOCK_RAW, ("127.0.0.1", 0)),
        (socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
        (socket.AF_VSOCK, socket.SOCK_STREAM, (2, 1)),
    ):
        try:
            with socket.socket(family, kind) as opened:
                opened.connect(address)
                opened.send(b"BREACH")
                print("BREACH: a socket", family, kind)
        except OSError as error:
            print(error)
    for attempt in (
        lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@", timeout=1),
        lambda: socket.getaddrinfo("example.com", 80),
    ):
        try:
            attempt()
            print("BREACH: a name or a page")
        except OSError as error:
            print(error)
    return x
