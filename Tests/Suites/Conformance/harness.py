"""What the conformance cases are written with: the peer under test, sockets of ours, and the list of cases."""

import contextlib
import os
import queue
import socket
import struct
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "Tests", "Suites"))

from ports import free_address, free_port  # noqa: E402, F401 (for the cases)

SECONDS = 20  # for anything that should come at once

CASES = []


def case(function):
    """Registers a case; its name is the function's, its first line of documentation the behaviour."""
    CASES.append(function)
    return function


class Failure(AssertionError):
    pass


class Skip(Exception):
    """The case needs something that this machine does not permit."""


def check(condition, what):
    if not condition:
        raise Failure(what)


class Peer:
    """The program under test: a transport that does what it is told, line by line."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **(environment or {})})
        self.command, self.environment = command, environment
        self.transport = None
        self.incoming = queue.Queue()
        self.lines = []
        self.errors = []
        threading.Thread(target=self.read_lines, daemon=True).start()
        threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True).start()

    def another(self, prefix=()):
        """Another program under test, its command behind a prefix. The caller stops it."""
        peer = Peer([*prefix, *self.command], self.environment)
        peer.transport = self.transport
        return peer

    def read_lines(self):
        for line in self.process.stdout:
            self.incoming.put(line.split())
        self.incoming.put(None)

    def tell(self, *lines):
        """Sends commands in one write."""
        try:
            self.process.stdin.write("".join(line + "\n" for line in lines))
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise Failure(f"the peer is gone: {''.join(self.errors)[-2000:]}") from error

    def expect(self, *words, seconds=SECONDS):
        """The first line that begins with these words, taken out; others are kept. Returns its remaining words."""
        words = [str(word) for word in words]
        deadline = time.monotonic() + seconds
        position = 0
        while True:
            while position < len(self.lines):
                if self.lines[position][:len(words)] == words:
                    return self.lines.pop(position)[len(words):]
                position += 1
            try:
                line = self.incoming.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise Failure(f"no {' '.join(words)!r} in {seconds} s; instead {self.lines[-8:]}") from None
            if line is None:
                raise Failure(f"the peer ended instead of {' '.join(words)!r}: {''.join(self.errors)[-2000:]}")
            self.lines.append(line)

    def take_line(self):
        """The next line, whatever it is."""
        try:
            line = self.lines.pop(0) if self.lines else self.incoming.get(timeout=SECONDS)
        except queue.Empty:
            raise Failure(f"no line in {SECONDS} s") from None
        if line is None:
            raise Failure(f"the peer ended: {''.join(self.errors)[-2000:]}")
        return line

    def expect_nothing(self, *words, seconds=0.3):
        try:
            found = self.expect(*words, seconds=seconds)
        except Failure:
            return
        raise Failure(f"unexpected: {words} {found}")

    def settle(self):
        """Waits until every command so far was read: input and sockets have no common order."""
        self.tell("settle")
        self.expect("wrong", "settle")

    # What most cases begin with

    def listen(self, listener=1, address="/ip4/127.0.0.1/tcp/0"):
        """The addresses reported."""
        self.tell(f"listen {listener} {address}")
        return self.expect("listening", listener)

    def accept(self, listener=1):
        """The id of the next accepted connection."""
        return int(self.expect("accepted", listener)[0])

    def count(self, connection):
        """(received, digest, taken, sent) so far."""
        self.tell(f"count {connection}")
        words = self.expect("count", connection)
        check(words != ["gone"], f"connection {connection} is gone")
        return tuple(int(word) for word in words)

    def await_bytes(self, connection, count, seconds=SECONDS):
        """(received, digest) once that many bytes have come."""
        self.tell(f"await {connection} {count}")
        return tuple(int(word) for word in self.expect("reached", connection, seconds=seconds))

    def memory(self):
        """The memory of the process's own, in bytes; of a component, the host's with it. Files that it maps do not count."""
        # Not from /proc/PID/status or statm, whose numbers lag behind.
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Anonymous:"))

    def cpu_seconds(self):
        """The processor time that the process has used."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def endpoint(address):
    """('127.0.0.1', 4001) of a multiaddr."""
    parts = address.split("/")
    return parts[2], int(parts[4])


def multiaddr(sock):
    host, port = sock.getsockname()[:2]
    return f"/ip{6 if ':' in host else 4}/{host}/tcp/{port}"


def connect(address):
    """A socket of ours, connected to a multiaddr."""
    sock = socket.create_connection(endpoint(address), timeout=SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def listen_socket(host="127.0.0.1", backlog=128, port=0):
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    sock.settimeout(SECONDS)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(backlog)
    return sock


@contextlib.contextmanager
def silent_address():
    """An address where a connect is neither answered nor refused: a listener whose queue is full."""
    listener = listen_socket(backlog=0)
    fillers = []
    for _ in range(8):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        fillers.append(filler)
    time.sleep(0.05)
    try:
        yield multiaddr(listener)
    finally:
        for filler in fillers:
            filler.close()
        listener.close()


def reset(sock):
    """Closes with RST."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def receive_all(sock, limit=1 << 62):
    """Everything up to the end of the stream, or `limit` bytes."""
    parts, total = [], 0
    while total < limit:
        part = sock.recv(min(1 << 20, limit - total))
        if not part:
            break
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def drain(sock):
    """Reads until the connection is over, however it ends; the number of bytes."""
    total = 0
    try:
        while part := sock.recv(1 << 16):
            total += len(part)
    except ConnectionError:
        pass
    return total


PERIOD = bytes((offset * 7 + (offset >> 8)) & 0xFF for offset in range(1 << 16))


def pattern(count):
    """The bytes that `pattern` sends; they repeat after 64 KiB."""
    return (PERIOD * (count // len(PERIOD) + 1))[:count]


def digest(data):
    """FNV-1a, 64 bits, as the peer counts."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
