"""Makes system calls from machine code of its own: the old gate of 32-bit programs, and the numbers of x32.

Must come of it: failed or crashed, 0 points.
"""

import ctypes
import mmap
import platform

ANSWER = 0
CODES = (
    b"\xb8\x02\x00\x00\x00\xcd\x80\xc3",  # mov eax, 2 (fork); int 0x80
    b"\xb8\x39\x00\x00\x40\x0f\x05\xc3",  # mov eax, 0x40000039 (x32 fork); syscall
    b"\xb8\x39\x00\x00\x00\x0f\x05\xc3",  # mov eax, 57 (fork); syscall
)


def double(x):
    import os

    me = os.getpid()
    if platform.machine() != "x86_64":
        return x
    code = CODES[x.numel() % 3]
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    found = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    if os.getpid() != me:
        os._exit(0)
    if found > 0:
        print("BREACH: a process", found)
    return x
