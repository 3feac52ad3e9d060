"""One child and the worker's end of its socket: frames with deadlines, output drained, death noticed.

How it works: the child's replies and its output are read in one loop, so that a flood of output can't block a reply and
a silent child can't outlive its deadline. Whatever happens, `close` kills the child with all that it started.
"""

import os
import select
import signal
import socket
import time
from collections.abc import Sequence

from grader.errors import WorkerFault
from grader.sandbox import claims, wire
from grader.sandbox.launch import Zygote

MAX_OUTPUT_BYTES = 64 << 10
CHUNK_BYTES = 1 << 16
SECONDS_TO_SEND = 5.0
# What one child may send in its whole life: a generator that never ends would fill the worker's memory reply by reply.
# Records count as what they become: many small objects.
MAX_RECEIVED_BYTES = 384 << 20
OBJECT_BYTES_PER_RECORD_BYTE = 16
# A child that waited for a processor during this share of its time was starved by its neighbours.
STARVED_SHARE = 0.3


class ChildDied(Exception):
    """The child ended; `how` says how, `out_of_time` whether its limit of computing time ended it."""

    def __init__(self, how: str, *, out_of_time: bool = False) -> None:
        super().__init__(how)
        self.how, self.out_of_time = how, out_of_time


class DeadlineMissed(Exception):
    """The child gave no whole reply in time; `starved` where it waited for a processor during much of it."""

    def __init__(self, seconds: float, *, starved: bool) -> None:
        super().__init__(f"{seconds:.1f} s")
        self.seconds, self.starved = seconds, starved


class Connection:
    """A forked child. `output` is what it has printed so far, cut at 64 KiB."""

    def __init__(self, zygote: Zygote, forbidden: Sequence[str] = ()) -> None:
        self._zygote = zygote
        self._socket, theirs = socket.socketpair()
        self._pipe, output = os.pipe()
        try:
            self._pid: int | None = zygote.fork(theirs, output, forbidden)
        except WorkerFault:
            self._socket.close()
            os.close(self._pipe)
            raise
        finally:
            theirs.close()
            os.close(output)
        self._socket.setblocking(False)
        os.set_blocking(self._pipe, False)
        self._poll = select.poll()
        self._poll.register(self._pipe, select.POLLIN)
        self._pipe_open = True
        self._received_bytes = 0
        self.output = bytearray()

    @property
    def alive(self) -> bool:
        """Whether the child may still be asked."""
        return self._pid is not None

    def send(self, message: wire.Message) -> None:
        """Send a frame that needs no reply (the first one)."""
        self._exchange(wire.pack(message), SECONDS_TO_SEND, reply=False)

    def ask(
        self, message: wire.Message, seconds: float, elements: Sequence[bytes] = ()
    ) -> tuple[wire.Reply, memoryview]:
        """Return the reply to a message, and the elements of its tensors.

        Raises `ChildDied`, `DeadlineMissed` (the child is killed in both cases) or `WireError` (it is no message).
        """
        record, received = self._exchange(wire.pack(message, elements), seconds, reply=True)
        self._drain()
        return claims.within_bounds(wire.unpack_reply(record)), received

    def hang_up(self) -> None:
        """End the conversation from another thread: whoever waits for a reply finds that the child died, and reaps it."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # it is closed already
            pass

    def close(self) -> wire.Reaped | None:
        """Kill the child and what it started; return how it ended, None if it was closed before."""
        if self._pid is None:
            return None
        self._drain()
        pid, self._pid = self._pid, None
        self._socket.close()
        try:
            return self._zygote.reap(pid)
        finally:
            os.close(self._pipe)

    def _exchange(self, frame: bytes, seconds: float, *, reply: bool) -> tuple[memoryview, memoryview]:
        """Send a frame and return the record and the elements of the one that comes back (empty without `reply`)."""
        started = time.monotonic()
        unsent, received, wanted = memoryview(frame), bytearray(), wire.HEADER_BYTES
        size: wire.Limit | None = None
        self._poll.register(self._socket, select.POLLIN | select.POLLOUT)
        while unsent or reply:
            left = started + seconds - time.monotonic()
            events = dict(self._poll.poll(max(0.0, left) * 1000))
            if left <= 0:
                raise self._missed(seconds)
            if events.get(self._pipe):
                self._drain()
            ready = events.get(self._socket.fileno(), 0)
            try:
                if unsent and ready & select.POLLOUT:
                    unsent = unsent[self._socket.send(unsent[:CHUNK_BYTES]) :]
                    if not unsent:
                        self._poll.modify(self._socket, select.POLLIN)
                elif ready:
                    part = self._socket.recv(min(CHUNK_BYTES, wanted - len(received)))
                    if not part:
                        raise self._died()
                    received += part
            except BlockingIOError:
                continue
            except (ConnectionError, BrokenPipeError):
                raise self._died() from None
            if size is None and len(received) == wanted:
                size = self._announced(received)
                received, wanted = bytearray(), sum(size)
            if size is not None and len(received) == wanted:
                whole = memoryview(received)
                return whole[: size.record], whole[size.record :]
        return memoryview(b""), memoryview(b"")

    def _announced(self, header: bytearray) -> wire.Limit:
        try:
            size = wire.lengths(header, wire.REPLY_LIMIT)
            self._received_bytes += OBJECT_BYTES_PER_RECORD_BYTE * size.record + size.elements
            if self._received_bytes > MAX_RECEIVED_BYTES:
                raise wire.WireError("more replies than are read of one submission")
        except wire.WireError:
            # What follows can't be skipped safely: this child has nothing more to say.
            self.close()
            raise
        return size

    def _drain(self) -> None:
        """Read what was printed; keep the first 64 KiB. Bounded, so that a flood can't hold the loop."""
        for _ in range(16):
            if not self._pipe_open:
                return
            try:
                part = os.read(self._pipe, CHUNK_BYTES)
            except BlockingIOError:
                return
            if not part:
                self._poll.unregister(self._pipe)
                self._pipe_open = False
                return
            self.output += part[: MAX_OUTPUT_BYTES - len(self.output)]

    def _died(self) -> ChildDied:
        reaped = self.close()
        status = reaped.status if reaped else 0
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            name = signal.Signals(number).name if number in signal.valid_signals() else f"signal {number}"
            return ChildDied(name, out_of_time=number == signal.SIGXCPU)
        return ChildDied(f"exit {os.WEXITSTATUS(status)}")

    def _missed(self, seconds: float) -> DeadlineMissed:
        reaped = self.close()
        waited = reaped.waited_seconds if reaped else 0.0
        if reaped and waited < 0:
            waited = seconds - reaped.cpu_seconds
        return DeadlineMissed(seconds, starved=waited > STARVED_SHARE * seconds)
