"""Who is in a room hangs on the peer being there, not on one of its streams or connections."""

import os
import shutil
import signal
import socket
import tempfile
import threading
import time

from case import ROOT, case, expect, meet
from peer import Engine, Peer

# From the moment a connection is up, talk goes both ways over it within so many seconds.
AT_ONCE = 2


class Link:
    """A relay on loopback whose far side can fall silent without anybody there being told."""

    def __init__(self, address):
        self.target = ("127.0.0.1", int(address.split("/")[4]))
        self.server = socket.create_server(("127.0.0.1", 0))
        self.suffix = "/p2p/" + address.rsplit("/", 1)[1]
        self.near, self.far, self.silent = [], [], []
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self):
        return f"/ip4/127.0.0.1/tcp/{self.server.getsockname()[1]}{self.suffix}"

    def _accept(self):
        while True:
            try:
                near, _ = self.server.accept()
                far = socket.create_connection(self.target)
            except OSError:
                return
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.near.append(near)
            self.far.append(far)
            threading.Thread(target=self._copy, args=(near, far), daemon=True).start()
            threading.Thread(target=self._copy, args=(far, near), daemon=True).start()

    def _copy(self, source, sink):
        try:
            while data := source.recv(65536):
                if source in self.silent or sink in self.silent:
                    return
                sink.sendall(data)
            if source not in self.silent and sink not in self.silent:
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def fall_silent(self):
        """Ends what is connected on the dialler's side; on the listener's nothing more comes, and nothing is said of it."""
        self.silent += self.far
        for near in self.near:
            # An RST, as from a machine that has moved and knows the connection no more.
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            near.shutdown(socket.SHUT_RDWR)
            near.close()
        self.near, self.far = [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.close()
        for one in self.near + self.far + self.silent:
            one.close()


def talk(first, second, word, within=AT_ONCE):
    """Each hears the other, in time."""
    start = time.monotonic()
    first.say(word + " from the first")
    second.say(word + " from the second")
    second.wait("message", patience=within, text=word + " from the first")
    first.wait("message", patience=within, text=word + " from the second")
    return time.monotonic() - start


def scores(peer):
    peer.forget()
    peer.say("/peers")
    return {entry["peer"]: entry["score"] for entry in peer.wait("peers")["peers"]}


def builds():
    return [Engine(name, ROOT) for name in ("native", "wasi")]


@case()
def a_dialler_whose_link_fell_silent_is_talked_with_again_at_once(engine):
    for other in builds():
        with Peer(engine, "--nick", "ann") as ann, Link(ann.address()) as link, Peer(
                other, "--nick", "bob", "--dial", link.address(), listen="none") as bob:
            meet(ann, bob)
            names = ann.id(), bob.id()
            talk(ann, bob, "before")
            for round in range(2):
                bob.forget()
                link.fall_silent()
                ann.say(f"said into silence {round}")
                bob.wait("connected", peer=names[0])
                talk(ann, bob, f"after {round}")
                bob.wait("message", patience=AT_ONCE, text=f"said into silence {round}")
            # What was asked for on the dead connections is held against nobody.
            time.sleep(5)
            ann.drain()
            expect(not [event for event in ann.events if event["event"] in ("disconnected", "member")
                        and event.get("action") != "join"], f"nobody was missed: {ann.events}")
            talk(ann, bob, "much later")
            expect(scores(ann).get(names[1], -1) >= 0, f"ann blames nobody: {scores(ann)}")
            expect(scores(bob).get(names[0], -1) >= 0, f"bob blames nobody: {scores(bob)}")


@case()
def a_stopped_process_gives_way_to_the_next_one_of_its_key(engine):
    native = builds()[0]
    with tempfile.TemporaryDirectory() as folder:
        key, copy = os.path.join(folder, "key"), os.path.join(folder, "copy")
        with Peer(engine, "--nick", "ann") as ann:
            arguments = ["--nick", "bob", "--dial", ann.address()]
            with Peer(native, *arguments, identity=key, listen="none") as first:
                meet(ann, first)
                talk(ann, first, "before")
                shutil.copy(key, copy)
                first.signal(signal.SIGSTOP)
                try:
                    with Peer(native, *arguments, identity=copy, listen="none") as second:
                        expect(second.id() == first.id(), "the same peer")
                        second.wait("connected", peer=ann.id())
                        talk(ann, second, "after")
                        time.sleep(7)
                        talk(ann, second, "when the old connection is closed")
                        name = second.id()
                        expect(scores(ann).get(name, -1) >= 0, f"{scores(ann)}")
                finally:
                    first.signal(signal.SIGCONT)


@case()
def two_processes_of_one_key_end_in_talk_when_one_is_killed(engine):
    native = builds()[0]
    with tempfile.TemporaryDirectory() as folder:
        key, copy = os.path.join(folder, "key"), os.path.join(folder, "copy")
        with Peer(engine, "--nick", "ann") as ann:
            with Peer(native, "--dial", ann.address(), identity=key, listen="none") as first:
                meet(ann, first)
                shutil.copy(key, copy)
                with Peer(native, "--dial", ann.address(), identity=copy, listen="none") as second:
                    second.wait("connected", peer=ann.id())
                    talk(ann, second, "the newest is heard")
                    first.kill()
                    time.sleep(1)
                    second.forget()
                    deadline = time.monotonic() + 20
                    while True:
                        try:
                            talk(ann, second, f"the other is gone {time.monotonic()}")
                            break
                        except Exception:
                            if time.monotonic() > deadline:
                                raise


@case()
def every_line_that_was_sent_has_left_before_the_end(engine):
    for other in builds():
        with Peer(engine, "--nick", "ann") as ann, Peer(
                other, "--nick", "bob", "--dial", ann.address(), listen="none") as bob:
            bob.wait("member", peer=ann.id())
            lines = [f"{number:>50}" for number in range(2_000)]
            bob.say(*lines)
            expect(bob.end() == 0, "status")
            sent = sum(1 for event in bob.events if event["event"] == "sent" and event["peers"] > 0)
            expect(sent == len(lines), f"{sent} sent")
            for line in lines:
                ann.wait("message", patience=5, text=line)
