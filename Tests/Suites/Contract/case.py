"""What the cases of the contract are made of."""

import os

from peer import Failure, Peer

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
CASES = []


def case(*engines):
    """Marks a case; engines: those it runs on (default both)."""
    def mark(function):
        CASES.append((function.__name__.replace("_", " "), function, engines or ("native", "wasi")))
        return function
    return mark


def expect(condition, message):
    if not condition:
        raise Failure(message)


def pair(engine, other=None, *arguments):
    """Two peers that see each other in the lobby: (listener, dialler)."""
    first = Peer(engine, "--nick", "ann", *arguments)
    second = Peer(other or engine, "--nick", "bob", "--dial", first.address(), *arguments, listen="none")
    meet(first, second)
    return first, second


def meet(*peers):
    for peer in peers:
        for other in peers:
            if other is not peer:
                peer.wait("member", peer=other.id(), action="join")
