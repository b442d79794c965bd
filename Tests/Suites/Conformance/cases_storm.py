"""Everything at once, by chance: what must hold whatever is done in whatever order."""

import contextlib
import random
import socket
import time

from harness import case, check, connect, listen_socket, multiaddr, pattern, reset

VERBS = ["send", "pattern", "fin", "close", "abort", "pause", "resume"]


def ours(chance, sock):
    """Something that our side of a connection may do; whether the socket is still of use."""
    deed = chance.choice(["send", "send", "read", "shut", "close", "reset", "nothing"])
    if deed == "close":
        sock.close()
    elif deed == "reset":
        reset(sock)
    else:
        with contextlib.suppress(OSError):
            if deed == "send":
                sock.send(pattern(chance.randrange(1, 60_000)))
            elif deed == "read":
                sock.recv(1 << 20)
            elif deed == "shut":
                sock.shutdown(socket.SHUT_WR)
    return deed not in ("close", "reset")


def storm(peer, seed):
    """Three hundred connections of both directions, a thousand commands, and as many deeds of the other side."""
    chance = random.Random(seed)
    address, = peer.listen()
    peer.settle()
    files = peer.open_files()
    dialled, accepted, socks = set(), set(), []
    with listen_socket() as server, listen_socket() as nobody:
        refusing = multiaddr(nobody)
        nobody.close()
        server.setblocking(False)
        for step in range(1_000):
            if step % 3 == 0 and step < 900:
                if chance.random() < 0.5:
                    number = len(dialled) + 1
                    dialled.add(number)
                    peer.tell(f"dial {number} {refusing if chance.random() < 0.1 else multiaddr(server)}")
                else:
                    socks.append(connect(address))
            with contextlib.suppress(BlockingIOError):
                socks.append(server.accept()[0])
            for sock in socks:
                sock.setblocking(False)
            number = chance.choice([*dialled, *range(1_000_000, 1_000_150)])
            verb = chance.choice(VERBS)
            argument = {"send": pattern(chance.randrange(1, 3_000)).hex(), "pattern": 1_000_000}.get(verb, "")
            peer.tell(f"{verb} {number} {argument}".strip())
            if socks:
                index = chance.randrange(len(socks))
                if not ours(chance, socks[index]):
                    socks.pop(index)
        for sock in socks:
            sock.close()
        # Callers are accepted in their order, so after this one nobody is waiting.
        with connect(address) as last:
            words = []
            while words[2:] != [multiaddr(last)]:
                words = peer.expect("accepted", 1)
                accepted.add(int(words[0]))
        peer.tell(*[f"abort {number}" for number in [*dialled, *range(1_000_000, 1_000_500)]])
        peer.settle()
    time.sleep(0.5)
    peer.settle()
    ends = {}
    for words in peer.lines:
        if words[0] in ("closed", "connect-failed"):
            ends.setdefault(int(words[1]), []).append(words)
        elif words[0] in ("connected", "ended", "reached"):
            check(int(words[1]) not in ends, f"{words} after {ends.get(int(words[1]))}")
    check(set(ends) == dialled | accepted, f"without an end: {sorted((dialled | accepted) - set(ends))[:10]}")
    check(all(len(end) == 1 for end in ends.values()), f"{[end for end in ends.values() if len(end) > 1][:3]}")
    check(peer.open_files() <= files, f"{peer.open_files() - files} sockets are left")


@case
def every_connection_ends_once_whatever_happens(peer):
    storm(peer, 1)


@case
def every_connection_ends_once_in_another_storm(peer):
    storm(peer, 2)


@case
def every_connection_ends_once_in_a_third_storm(peer):
    storm(peer, 3)
