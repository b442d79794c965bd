"""What attacks are written with: connections at every stage, the victim and its friend, and the list of attacks."""

import contextlib
import os
import socket
import struct
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "Tests", "Suites", "Contract"))

from channel import Channel  # noqa: E402
from peer import Engine, Failure, Peer  # noqa: E402

ATTACKS = []


def attack(function):
    """Registers an attack: called with the victim's host and port."""
    ATTACKS.append(function)
    return function


def expect(condition, what):
    if not condition:
        raise Failure(what)


def reset(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def source(number):
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


@contextlib.contextmanager
def refusal_is_fine():
    """The victim may end the connection in the middle of what is sent."""
    with contextlib.suppress(ConnectionError, TimeoutError):
        yield


STAGES = ["connected", "agreed", "first message", "secured", "muxed", "streaming"]


def channel_at(stage, host, port):
    """A connection that has come as far as that."""
    channel = Channel(host, port)
    if stage == "agreed":
        channel.agree()
    elif stage == "first message":
        channel.agree()
        channel.first_message()
    elif stage == "secured":
        channel.secure()
    elif stage in ("muxed", "streaming"):
        channel.mux()
    if stage == "streaming":
        channel.open(1, "/ipfs/ping/1.0.0")
    return channel


class Drip:
    """A socket that sends every byte by itself."""

    def __init__(self, sock):
        self.sock = sock

    def sendall(self, data):
        for byte in data:
            self.sock.sendall(bytes([byte]))

    def __getattr__(self, name):
        return getattr(self.sock, name)


class Victim:
    def __init__(self, engine):
        self.peer = Peer(engine, "--stay", "--nick", "victim")
        parts = self.peer.address().split("/")
        self.host, self.port = parts[2], int(parts[4])
        self.friend = Peer(Engine("native", ROOT), "--stay", "--nick", "friend", "--dial", self.peer.address(),
                           listen="none")
        self.peer.wait("member", peer=self.friend.id(), action="join")
        self.files = self.open_files()
        self.lines = 0

    def open_files(self):
        return len(os.listdir(f"/proc/{self.peer.process.pid}/fd"))

    def memory(self):
        with open(f"/proc/{self.peer.process.pid}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Anonymous:"))

    @contextlib.contextmanager
    def watched(self):
        """Looks at the memory every now and then; yields a list whose one element is the most there was."""
        most, over = [self.memory()], threading.Event()

        def watch():
            while not over.wait(0.1):
                most[0] = max(most[0], self.memory())

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield most
        finally:
            over.set()
            thread.join()

    def cpu_seconds(self):
        with open(f"/proc/{self.peer.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def hear(self):
        """A friend's line arrives, so its connection has outlived everything."""
        self.lines += 1
        self.peer.forget()
        self.friend.say(f"line {self.lines}")
        self.peer.wait("message", patience=5, text=f"line {self.lines}")
        self.friend.drain()
        expect(not any(event["event"] == "disconnected" for event in self.friend.events), "the friend was lost")

    def rest(self):
        """Waits until every socket of the attack is gone."""
        deadline = time.monotonic() + 20
        while self.open_files() > self.files + 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        expect(self.open_files() <= self.files + 2, f"{self.open_files() - self.files} sockets are left")

    def stop(self):
        self.friend.kill()
        self.peer.kill()


def newcomer(host, port):
    """An honest peer gets in."""
    channel = Channel(host, port, "127.8.8.8")
    channel.mux()
    channel.close()
