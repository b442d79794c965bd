"""The shape of what is printed, defaults, and the hard ways to begin and to end."""

import json
import os
import re
import signal
import subprocess
import time

from case import ROOT, case, expect, meet, pair
from peer import Engine, Peer, run

NOBODY = ("--json", "--identity=memory", "--listen=none")
PEER = re.compile(r"12D3KooW[1-9A-HJ-NP-Za-km-z]{44}")
ADDRESS = re.compile(r"/ip[46]/[^/]+/tcp/[1-9]\d*(/p2p/12D3KooW\w{44})?")

# Every event that may come without being asked for, with what each of its fields is.
FIELDS = {
    "ready": {"peer": PEER, "agent": re.compile(r"hearsay/\d+\.\d+\.\d+.*"), "engine": re.compile("native|wasi")},
    "listening": {"address": ADDRESS},
    "listener-closed": {"address": ADDRESS, "reason": str},
    "connected": {"peer": PEER, "address": ADDRESS, "direction": re.compile("in|out")},
    "disconnected": {"peer": PEER, "reason": str},
    "dial-failed": {"address": ADDRESS, "reason": str},
    "joined": {"room": str},
    "left": {"room": str},
    "room": {"room": str},
    "nick": {"nick": str},
    "named": {"peer": PEER, "nick": str},
    "caught-up": {"room": str, "peer": PEER, "messages": int, "bytes": int, "rounds": int},
    "member": {"room": str, "peer": PEER, "action": re.compile("join|leave")},
    "message": {
        "room": str, "id": re.compile("([0-9a-f]{2})+"), "from": PEER, "nick": str, "text": str, "time": int,
        "self": bool,
    },
    "sent": {"room": str, "id": re.compile("([0-9a-f]{2})+"), "peers": int},
    "error": {"message": str},
    "closed": {"reason": str},
}


def check_fields(event):
    """That an event has its fields, each of its kind."""
    for name, kind in FIELDS[event["event"]].items():
        value = event.get(name)
        fits = kind.fullmatch(value) if isinstance(kind, re.Pattern) and isinstance(value, str) else type(value) is kind
        expect(fits, f"{name} of {event}")


@case()
def every_event_has_its_fields(engine):
    first, second = pair(engine)
    with first, second:
        for peer in (first, second):
            peer.say("/join den")
            peer.wait("joined", room="den")
        meet(first, second)
        second.say("hello", "/me waves", "/nick robert", "/room lobby", "/nonsense", "/dial /ip4/127.0.0.1/tcp/1",
                   "/part den")
        first.wait("message", text="waves")
        first.wait("member", room="den", action="leave")
        second.wait("dial-failed")
        second.kill()
        first.wait("disconnected", peer=second.id())
        expect(first.end() == 0, "status")
        second.drain()
        seen = set()
        for event in first.events + second.events:
            expect(event["event"] in FIELDS, f"unknown: {event}")
            check_fields(event)
            seen.add(event["event"])
        expect(seen >= set(FIELDS) - {"listener-closed", "caught-up"}, f"never seen: {set(FIELDS) - seen}")
        expect(first.wait("connected")["direction"] == "in", "direction of the one who was dialled")
        expect(second.wait("connected")["direction"] == "out", "direction of the dialler")


@case()
def an_action_says_that_it_is_one(engine):
    first, second = pair(engine)
    with first, second:
        second.say("walks in", "/me walks in")
        kinds = []
        while len(kinds) < 2:
            message = first.wait("message", text="walks in")
            kinds.append(message.get("kind"))
            first.events.remove(message)
        expect(kinds == [None, "action"] or kinds == ["action", None], f"{kinds}")


@case()
def unknown_fields_of_a_message_are_ignored(engine):
    # The stranger says any bytes on any topic, if they are UTF-8 as all of these happen to be.
    stranger = Engine("py", ROOT)
    with Peer(engine, "--nick", "ann") as first:
        with Peer(stranger, "--room", "raw:hearsay/1/lobby", "--dial", first.address()) as second:
            first.wait("member", peer=second.id())
            wait_for_mesh(first)
            for name, body in {
                "alone": "\x12\x05alone", "later": "2\x01x\x12\x05laterB\x00", "repeated": "\x12\x01a\x12\x08repeated",
                "moved": "\x20\x01\x12\x05moved", "unknown kind": "\x20\x09\x12\x0cunknown kind",
            }.items():
                second.say(body)
                message = first.wait("message", text=name)
                expect(message["from"] == second.id() and message["nick"] == "", f"{message}")
            expect(first.wait("message", text="moved").get("kind") == "action", "kind")
            # What is no message at all is not shown and harms nobody.
            for body in ("plain text", "\x12\x7fshort", "\x12", "\x08\x08"):
                second.say(body)
            second.say("\x12\x03end")
            first.wait("message", text="end")
            first.drain()
            texts = [event["text"] for event in first.events if event["event"] == "message"]
            expect("plain text" not in texts and "short" not in texts, f"{texts}")


def wait_for_mesh(peer):
    """Until the peer has somebody in the mesh of its current room; strangers drop what they say before that."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        peer.say("/peers")
        answer = peer.wait("peers")
        peer.events.remove(answer)
        if any(other["mesh"] for other in answer["peers"]):
            return
        time.sleep(0.05)
    expect(False, "nobody was grafted")


# Defaults and repetitions


@case()
def the_nick_is_the_user_unless_given(engine):
    with Peer(engine, env={**os.environ, "USER": "zoe"}) as peer:
        peer.wait("joined")
        peer.say("who am I?")
        nick = peer.wait("message")["nick"]
        expect(nick == ("zoe" if engine.name == "native" else "wasm"), nick)


@case()
def repeated_rooms_are_joined_once_and_the_last_is_current(engine):
    with Peer(engine, "--room", "den", "--room", "raw:hall", "--room", "den", "--room=attic") as peer:
        peer.wait("joined", room="attic")
        peer.say("/join attic", "where am I?")
        expect(peer.wait("message")["room"] == "attic", "current room")
        expect(peer.end() == 0, "status")
        rooms = [event["room"] for event in peer.events if event["event"] == "joined"]
        expect(sorted(rooms) == ["attic", "den", "raw:hall"], f"{rooms}")


@case()
def every_log_level_is_taken(engine):
    for level in "trace debug info notice warning error".split():
        status, out, err = run(engine, *NOBODY, "--log-level", level)
        expect(status == 0, f"{level}: {status} {err!r}")
        for line in out.splitlines():
            json.loads(line)


@case()
def several_peers_are_dialled(engine):
    with Peer(engine) as first, Peer(engine) as second:
        with Peer(engine, "--dial", first.address(), "--dial", second.address(), listen="none") as third:
            third.wait("connected", peer=first.id(), direction="out")
            third.wait("connected", peer=second.id(), direction="out")


@case()
def a_peer_can_be_dialled_by_command(engine):
    with Peer(engine) as first, Peer(engine, listen="none") as second:
        second.wait("joined")
        second.say("/dial " + first.address())
        meet(first, second)
        second.say("by command")
        first.wait("message", text="by command")


# Kept lines


@case()
def at_most_256_unsent_lines_are_kept(engine):
    with Peer(engine) as first:
        first.wait("joined")
        first.say(*(f"kept {number}" for number in range(300)))
        refused = 0
        while refused < 44:
            first.events.remove(first.wait("error"))
            refused += 1
        with Peer(engine, "--dial", first.address(), listen="none") as second:
            for number in range(256):
                second.wait("message", text=f"kept {number}")
            first.say("and more")
            second.wait("message", text="and more")
            first.drain()
            second.drain()
            texts = [event["text"] for event in second.events if event["event"] == "message"]
            expect(len(texts) == 257, f"{len(texts)} arrived")
            sent = [event for event in first.events if event["event"] == "sent"]
            expect(len(sent) == 257 and all(event["peers"] == 1 for event in sent), f"{len(sent)} sent")


@case()
def a_second_quit_cuts_the_offer_of_unsent_lines_short(engine):
    for lines, shortest, longest in ((b"/quit\n", 3, 12), (b"/quit\n/quit\n", 0, 3)):
        with Peer(engine) as peer:
            peer.wait("joined")
            peer.say("for nobody")
            peer.wait("message")
            start = time.monotonic()
            peer.send(lines)
            expect(peer.status() == 0, "status")
            seconds = time.monotonic() - start
            expect(shortest <= seconds <= longest, f"{lines!r}: {seconds:.1f} s")


# Hard beginnings and ends


@case()
def closed_and_empty_input_end_the_program(engine):
    for redirection in ("<&-", "</dev/null"):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {redirection}', "sh", *engine.command, *NOBODY], capture_output=True, timeout=30)
        expect(done.returncode == 0, f"{redirection}: {done.returncode} {done.stderr!r}")
        names = [json.loads(line)["event"] for line in done.stdout.splitlines()]
        expect(names[:1] == ["ready"] and names[-1:] == ["closed"], f"{redirection}: {names}")


@case()
def a_signal_ends_it_cleanly(engine):
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    for number in numbers if engine.name == "native" else ():
        with Peer(engine) as first, Peer(engine) as other:
            first.say("for nobody", "/dial " + other.address())
            other.wait("member", peer=first.id())
            start = time.monotonic()
            first.signal(number)
            expect(first.status() == 0, f"status after {number!r}")
            expect(time.monotonic() - start < 5, "it took too long")
            expect(first.events[-1]["event"] == "closed", f"{number!r}: no closed event")
            other.wait("disconnected", peer=first.id())
    if engine.name == "wasi":
        # A component knows no signals: the host ends it, and the others find its connections closed.
        with Peer(engine, "--stay") as first, Peer(engine, "--dial", first.address(), listen="none") as other:
            other.wait("member", peer=first.id())
            first.process.stdin.close()
            other.say("still there?")
            first.wait("message", text="still there?")
            first.signal(signal.SIGTERM)
            first.process.wait(10)
            other.wait("disconnected", peer=first.id())


@case("wasi")
def a_component_without_the_grant_names_the_flag(engine):
    command = [word for word in engine.command if word not in ("-S", "inherit-network", "allow-ip-name-lookup")]
    done = subprocess.run([*command, "--json"], input=b"hello\n", capture_output=True, timeout=30)
    expect(done.returncode == 1, f"status {done.returncode}")
    expect(b"inherit-network" in done.stderr and done.stderr.count(b"\n") == 1, f"{done.stderr!r}")
    expect(b'"ready"' not in done.stdout, f"{done.stdout!r}")


@case("native")
def a_key_file_that_cannot_be_read_ends_it_with_1(engine):
    # Root reads everything, so somebody else has to try.
    if os.geteuid() == 0:
        return
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"hearsay-key-{os.getpid()}")
    with open(path, "wb"):
        pass
    try:
        os.chmod(path, 0)
        status, _, err = run(engine, "--json", "--listen=none", "--identity", path)
        expect(status == 1 and path.encode() in err, f"{status} {err!r}")
    finally:
        os.remove(path)
