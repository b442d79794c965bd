"""The command line of design: what scripts may rely on, tried from outside on either build.

usage: contract.py [--engine native|wasi|both] [NAME...]     runs the cases whose names contain one of NAME
"""

import argparse
import json
import os
import re
import signal
import socket
import stat
import statistics
import subprocess
import sys
import tempfile
import time
import traceback

from peer import Engine, Failure, Peer, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
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


# Usage


@case()
def wrong_usage_ends_with_64_and_names_the_option(engine):
    wrong = [
        (["--bogus"], "--bogus"), (["-x"], "-x"), (["stray"], "stray"), (["--nick"], "--nick"),
        (["--nick", "--json"], "--nick"), (["--nick="], "--nick"), (["--nick", "a\nb"], "--nick"),
        (["--nick", "n" * 65], "--nick"), (["--room", ""], "--room"), (["--room", "a b"], "--room"),
        (["--room=raw:"], "--room"), (["--room", "/x"], "--room"), (["--listen", "here"], "--listen"),
        (["--listen", "/ip4/127.0.0.1/udp/1"], "--listen"), (["--listen", "/ip4/127.0.0.1"], "--listen"),
        (["--listen", "/ip4/1.2.3.400/tcp/1"], "--listen"), (["--listen", "/ip4/127.0.0.1/tcp/65536"], "--listen"),
        (["--listen", "none", "--listen", "/ip4/127.0.0.1/tcp/0"], "--listen"),
        (["--dial", "/ip4/127.0.0.1/tcp/0"], "--dial"), (["--dial", "none"], "--dial"),
        (["--dial", "/ip4/127.0.0.1/udp/9/quic-v1"], "--dial"), (["--dial", "/ip4/127.0.0.1/tcp/9/ws"], "--dial"),
        (["--dial", "/ip4/127.0.0.1/tcp/9/p2p/nonsense"], "--dial"), (["--dial", ""], "--dial"),
        (["--identity", ""], "--identity"), (["--log-level", "loud"], "--log-level"), (["--log-level"], "--log-level"),
        (["--json=yes"], "--json"), (["--stay=1"], "--stay"), (["--headless=true"], "--headless"),
    ]
    for arguments, option in wrong:
        status, out, err = run(engine, *arguments)
        expect(status == 64, f"{arguments}: status {status}, {err!r}")
        expect(option.encode() in err, f"{arguments}: {err!r} does not name {option}")
        expect(err.count(b"\n") == 1, f"{arguments}: not one line: {err!r}")
        expect(out == b"", f"{arguments}: stdout {out!r}")


@case()
def help_and_version_go_to_stdout(engine):
    status, out, err = run(engine, "--help")
    expect(status == 0 and err == b"", f"status {status}, stderr {err!r}")
    for option in "nick room listen dial identity headless json stay log-level version help".split():
        expect(f"--{option}".encode() in out, f"--{option} is not in the help")
    status, out, err = run(engine, "--version")
    expect((status, err) == (0, b"") and re.fullmatch(rb"hearsay \d+\.\d+\.\d+\n", out), f"{status} {out!r} {err!r}")


@case()
def a_value_may_follow_an_equals_sign(engine):
    with Peer(engine, "--nick=ann", "--room=den", "--log-level=error") as peer:
        peer.wait("joined", room="den")
        peer.say("hi")
        expect(peer.wait("message")["nick"] == "ann", "the nick was not taken")
        expect(peer.end() == 0, "status")


# Start and end


@case()
def events_of_a_short_run_come_in_order(engine):
    with Peer(engine) as peer:
        expect(peer.end() == 0, "status")
        names = [event["event"] for event in peer.events]
        expect(names[0] == "ready" and names[-1] == "closed", f"{names}")
        expect("listening" in names and "joined" in names, f"{names}")
        ready = peer.wait("ready")
        expect(ready["engine"] == engine.name and ready["agent"].startswith("hearsay/"), f"{ready}")
        address = peer.wait("listening")["address"]
        expect(re.fullmatch(rf"/ip4/127\.0\.0\.1/tcp/[1-9]\d*/p2p/{ready['peer']}", address), address)
        expect(peer.wait("joined")["room"] == "lobby", "not in the lobby")


@case()
def the_end_of_stdin_ends_at_once_without_unsent_lines(engine):
    start = time.monotonic()
    status, out, err = run(engine, "--json", "--identity", "memory", "--listen", "/ip4/127.0.0.1/tcp/0")
    expect(status == 0, f"status {status} {err!r}")
    expect(time.monotonic() - start < 4, "it took too long")


@case()
def quit_ends_with_0(engine):
    with Peer(engine, "--stay") as peer:
        peer.wait("joined")
        peer.say("/quit")
        expect(peer.status() == 0, "status")
        expect(peer.events[-1]["event"] == "closed", "no closed event")


@case()
def stay_outlives_stdin_and_a_signal_ends_it_in_good_order(engine):
    for number in (signal.SIGTERM, signal.SIGINT) if engine.name == "native" else ():
        with Peer(engine, "--stay") as peer:
            peer.wait("joined")
            peer.process.stdin.close()
            time.sleep(0.5)
            expect(peer.process.poll() is None, "it did not stay")
            peer.signal(number)
            expect(peer.status() == 0, "status")
            expect(peer.events[-1]["event"] == "closed", "no closed event")


@case()
def listening_nowhere_works(engine):
    with Peer(engine, listen="none") as peer:
        peer.wait("joined")
        expect(peer.end() == 0, "status")
        expect(all(e["event"] != "listening" for e in peer.events), "it listens")


@case()
def default_addresses_carry_real_ports(engine):
    with Peer(engine, listen=None) as peer:
        peer.wait("joined")
        peer.end()
        addresses = [e["address"] for e in peer.events if e["event"] == "listening"]
        expect(any(a.startswith("/ip4/") for a in addresses), f"{addresses}")
        for address in addresses:
            expect("/tcp/0" not in address and "/p2p/" in address, address)
            expect("/ip4/0.0.0.0/" not in address or engine.name == "wasi", address)


@case()
def an_address_in_use_ends_with_1(engine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = run(engine, "--json", "--identity=memory", "--listen", f"/ip4/127.0.0.1/tcp/{port}")
        expect(status == 1, f"status {status}: {out!r} {err!r}")
        expect(err.count(b"\n") == 1, f"stderr {err!r}")
        names = [json.loads(line)["event"] for line in out.splitlines()]
        expect("ready" not in names, f"{names}")
        # One address that can be bound is enough.
        with Peer(engine, "--listen", f"/ip4/127.0.0.1/tcp/{port}") as peer:
            peer.wait("listening")
            expect("in use" in peer.wait("error")["message"], "no word of the other")
            expect(peer.end() == 0, "status")


@case()
def several_addresses_are_listened_on(engine):
    with Peer(engine, "--listen", "/ip6/::1/tcp/0", "--listen", "/ip4/127.0.0.1/tcp/0") as first:
        first.wait("joined")
        first.drain()
        addresses = [e["address"] for e in first.events if e["event"] == "listening"]
        expect(len(addresses) == 2, f"{addresses}")
        with Peer(engine, "--dial", [a for a in addresses if "/ip6/" in a][0], listen="none") as second:
            second.wait("connected", peer=first.id())


# Identity


@case("native")
def an_identity_file_is_made_once_and_kept(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        ids = []
        for _ in range(2):
            with Peer(engine, identity=path) as peer:
                ids.append(peer.id())
                peer.end()
        expect(ids[0] == ids[1], f"{ids}")
        expect(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "mode")
        data = open(path, "rb").read()
        expect(data[:4] == b"\x08\x01\x12\x40" and len(data) == 68, f"{data[:8]!r} {len(data)}")
        expect(os.listdir(folder) == ["key"], f"{os.listdir(folder)}")


@case("native")
def the_default_identity_is_in_the_data_folder(engine):
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k not in ("XDG_DATA_HOME", "HOME")}
        with Peer(engine, identity=None, env={**env, "XDG_DATA_HOME": folder}) as peer:
            peer.wait("ready")
            peer.end()
        files = [os.path.join(d, f) for d, _, names in os.walk(folder) for f in names]
        expect(len(files) == 1 and stat.S_IMODE(os.stat(files[0]).st_mode) == 0o600, f"{files}")
        home = os.path.join(folder, "home")
        os.mkdir(home)
        with Peer(engine, identity=None, env={**env, "HOME": home}) as peer:
            peer.wait("ready")
            peer.end()
        expect(os.path.exists(os.path.join(home, ".local/share/hearsay")), "not below HOME")
        status, _, err = run(engine, "--json", "--listen=none", env=env)
        expect(status == 1 and err.count(b"\n") == 1, f"without HOME: {status} {err!r}")


@case("native")
def a_key_file_that_cannot_be_used_is_left_alone(engine):
    with tempfile.TemporaryDirectory() as folder:
        good = bytes.fromhex("08011240") + bytes(64)
        contents = {
            "empty": b"", "text": b"not a key\n", "short": good[:40], "long": good * 100, "mismatch": good,
            "rsa": b"\x08\x00\x12\x02ab", "public": bytes.fromhex("08011220") + bytes(32),
        }
        for name, content in contents.items():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            os.chmod(path, 0o600)
            status, out, err = run(engine, "--json", "--listen=none", "--identity", path)
            expect(status == 1, f"{name}: status {status} {err!r}")
            expect(err.count(b"\n") == 1 and path.encode() in err, f"{name}: {err!r}")
            expect(out == b"", f"{name}: {out!r}")
            expect(open(path, "rb").read() == content, f"{name}: changed")
        path = os.path.join(folder, "open")
        with Peer(engine, identity=path) as peer:
            peer.wait("ready")
            peer.end()
        os.chmod(path, 0o644)
        before = open(path, "rb").read()
        status, _, err = run(engine, "--json", "--listen=none", "--identity", path)
        expect(status == 0 and b"chmod 600" in err, f"open to others: {status} {err!r}")
        expect(open(path, "rb").read() == before, "open to others: changed")
        fifo = os.path.join(folder, "fifo")
        os.mkfifo(fifo, 0o600)
        for bad in (folder, fifo, os.path.join(folder, "no", "such", "folder"), "/dev/null"):
            status, _, err = run(engine, "--json", "--listen=none", "--identity", bad)
            expect(status == 1 and err.count(b"\n") == 1, f"{bad}: {status} {err!r}")


@case("wasi")
def the_component_has_no_key_file(engine):
    status, _, err = run(engine, "--json", "--identity", "/tmp/key", "--listen=none")
    expect(status in (1, 64) and b"--identity" in err, f"{status} {err!r}")


# Conversation


@case()
def lines_reach_the_other_side_whole(engine):
    first, second = pair(engine)
    with first, second:
        texts = [
            "hello", "äöü ß 你好 שלום 👩‍👩‍👧‍👦 🏳️‍🌈", "  spaces  ", "\ttab", "quote \" back\\slash", "{\"event\":\"x\"}",
            "\u202eright to left", "nul \x00 esc \x1b[31m del \x7f", "x" * 16384, "ä" * 8192, "/" * 3,
        ]
        for text in texts:
            second.say("/" + text if text.startswith("/") else text)
            expected = text[1:] if text == "///" else text
            message = first.wait("message", text=text if text != "///" else "///")
            expect(message["from"] == second.id() and message["nick"] == "bob", f"{message}")
            expect(message["room"] == "lobby" and message["self"] is False, f"{message}")
            expect(abs(message["time"] / 1000 - time.time()) < 60, f"{message}")
            own = second.wait("message", id=message["id"])
            expect(own["self"] is True and own["text"] == message["text"], f"{own}")
            expect(second.wait("sent", id=message["id"])["peers"] == 1, "sent")
        expect(second.end() == 0 and first.end() == 0, "status")


@case()
def a_longer_text_is_refused_and_nothing_else_lost(engine):
    first, second = pair(engine)
    with first, second:
        for size in (16385, 70_000, 10_000_000):
            second.say("before", "y" * size, "after")
            error = second.wait("error")
            expect("16384" in error["message"] and str(size) in error["message"], f"{error}")
            first.wait("message", text="before")
            first.wait("message", text="after")
            first.forget()
            second.forget()
        expect(second.end() == 0, "status")


@case()
def odd_lines_are_answered_and_do_no_harm(engine):
    first, second = pair(engine)
    with first, second:
        second.send(b"crlf\r\n\r\n\n\xff\xfe broken \xc3\n nul\x00byte\n")
        first.wait("message", text="crlf")
        first.wait("message", text="\ufffd\ufffd broken \ufffd")
        first.wait("message", text=" nul\x00byte")
        for line in ("/", "/nonsense", "/join", "/join a b", "/say", "/say lobby", "/say nowhere hi", "/room nowhere",
                     "/part nowhere", "/nick", "/nick " + "n" * 65, "/me", "/dial", "/dial x", "/dial /ip4/1.2.3.4/udp/1",
                     "/peers x", "/whois nobody", "/JOIN x", "/ quit"):
            second.forget()
            second.say(line)
            second.wait("error")
        first.drain()
        for event in first.events:
            expect(event["event"] != "message" or not event["text"].startswith("/"), f"a command was sent: {event}")
        second.send(b"//slash\nlast without an end")
        second.process.stdin.close()
        first.wait("message", text="/slash")
        first.wait("message", text="last without an end")
        expect(second.status() == 0, "status")


@case()
def rooms_are_joined_switched_and_left(engine):
    first, second = pair(engine)
    with first, second:
        for peer in (first, second):
            peer.say("/join den")
            peer.wait("joined", room="den")
        for peer in (first, second):
            peer.wait("member", room="den", action="join")
        second.say("in the den", "/say lobby in the lobby", "/room lobby", "here again", "/me waves")
        first.wait("message", room="den", text="in the den")
        first.wait("message", room="lobby", text="in the lobby")
        first.wait("message", room="lobby", text="here again")
        first.wait("message", room="lobby", text="waves")
        second.say("/rooms")
        rooms = second.wait("rooms")["rooms"]
        expect([r["room"] for r in rooms] == ["lobby", "den"] and rooms[0]["current"], f"{rooms}")
        second.say("/part den")
        second.wait("left", room="den")
        first.wait("member", room="den", peer=second.id(), action="leave")
        second.say("/nick robert", "renamed")
        expect(first.wait("message", text="renamed")["nick"] == "robert", "nick")
        second.say("/part", "to nobody")
        second.wait("left", room="lobby")
        second.wait("error")


@case()
def raw_rooms_carry_plain_text(engine):
    with Peer(engine, "--room", "raw:some/topic") as first:
        with Peer(engine, "--room=raw:some/topic", "--dial", first.address(), listen="none") as second:
            meet(first, second)
            second.say("plain")
            message = first.wait("message", text="plain")
            expect(message["room"] == "raw:some/topic" and message["nick"] == "", f"{message}")


@case()
def peers_are_listed(engine):
    first, second = pair(engine)
    with first, second:
        deadline = time.monotonic() + 20
        while True:
            second.forget()
            second.say("/peers")
            peer = second.wait("peers")["peers"][0]
            if peer["rtt_ms"] is not None and peer["mesh"] and peer["agent"] or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        expect(peer["peer"] == first.id() and peer["address"] == first.address(), f"{peer}")
        expect(peer["direction"] == "out" and peer["mesh"] == ["lobby"], f"{peer}")
        expect(peer["agent"].startswith("hearsay/") and peer["rtt_ms"] < 1000, f"{peer}")
        expect(isinstance(peer["score"], (int, float)), f"{peer}")


@case()
def a_line_typed_alone_is_kept_for_the_first_peer(engine):
    with Peer(engine) as first:
        first.wait("joined")
        first.say("anybody?", "still here")
        own = first.wait("message", text="anybody?")
        with Peer(engine, "--dial", first.address(), listen="none") as second:
            second.wait("message", text="anybody?")
            second.wait("message", text="still here")
            expect(first.wait("sent", id=own["id"])["peers"] == 1, "sent")


@case()
def lines_before_the_end_of_stdin_are_handed_over(engine):
    with Peer(engine) as first:
        address = first.address()
        for stdin in (b"one\ntwo\n/quit\n", b"three\nfour"):
            status, out, err = run(
                engine, "--json", "--identity=memory", "--listen=none", "--dial", address, stdin=stdin)
            expect(status == 0, f"{status} {err!r}")
            events = [json.loads(line) for line in out.splitlines()]
            expect(len([e for e in events if e["event"] == "sent" and e["peers"] == 1]) == 2, f"{events}")
        for text in ("one", "two", "three", "four"):
            first.wait("message", text=text)


@case()
def quit_while_dialling_nobody_ends_soon(engine):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        start = time.monotonic()
        status, _, err = run(
            engine, "--json", "--identity=memory", "--listen=none", "--dial",
            f"/ip4/127.0.0.1/tcp/{silent.getsockname()[1]}", stdin=b"/quit\n")
        expect(status == 0 and time.monotonic() - start < 6, f"{status} {err!r} {time.monotonic() - start}")


# Connections


@case()
def a_failed_dial_says_why_and_is_tried_again(engine):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    address = f"/ip4/127.0.0.1/tcp/{port}"
    with Peer(engine, "--dial", address, listen="none") as first:
        failed = first.wait("dial-failed")
        expect(failed["address"].startswith(address) and "refused" in failed["reason"], f"{failed}")
        with Peer(engine, listen=address) as second:
            first.wait("connected", peer=second.id())


@case()
def a_wrong_peer_id_is_an_identity_mismatch(engine):
    with Peer(engine) as first, Peer(engine) as other:
        wrong = first.address().replace(first.id(), other.id())
        with Peer(engine, "--dial", wrong, listen="none") as second:
            failed = second.wait("dial-failed")
            expect("identity mismatch" in failed["reason"], f"{failed}")


@case()
def dialling_oneself_is_noticed(engine):
    with Peer(engine) as peer:
        peer.say("/dial " + peer.address())
        expect("self" in peer.wait("dial-failed")["reason"], "reason")


@case()
def a_killed_peer_is_missed_and_found_again(engine):
    with Peer(engine, "--nick", "ann") as first:
        port = first.address().split("/")[4]
        with Peer(engine, "--dial", f"/ip4/127.0.0.1/tcp/{port}", listen="none") as second, Peer(
                engine, "--dial", f"/ip4/127.0.0.1/tcp/{port}", listen="none") as third:
            first.wait("member", peer=second.id())
            first.wait("member", peer=third.id())
            third.kill()
            first.wait("disconnected", peer=third.id())
            first.wait("member", peer=third.id(), action="leave")
            second.say("still here")
            first.wait("message", text="still here")
            first.kill()
            second.wait("disconnected", peer=first.id())
            second.say("said to nobody")
            with Peer(engine, listen=f"/ip4/127.0.0.1/tcp/{port}") as again:
                second.wait("connected", peer=again.id())
                again.wait("message", text="said to nobody")


@case("native")
def a_restart_with_the_same_key_and_port_is_the_same_peer(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        first = Peer(engine, identity=path)
        address, identity = first.address(), first.id()
        with Peer(engine, "--dial", address, listen="none") as second:
            second.wait("member", peer=identity, action="join")
            first.say("first life")
            second.wait("message", text="first life")
            first.kill()
            second.wait("disconnected", peer=identity)
            second.forget()
            with Peer(engine, identity=path, listen="/ip4/127.0.0.1/tcp/" + address.split("/")[4]) as again:
                second.wait("connected", peer=identity)
                second.wait("member", peer=identity, action="join")
                again.say("second life")
                second.wait("message", text="second life")
                second.say("welcome back")
                again.wait("message", text="welcome back")


@case()
def a_message_crosses_a_peer_in_the_middle(engine):
    with Peer(engine) as middle:
        with Peer(engine, "--dial", middle.address(), listen="none") as left, Peer(
                engine, "--dial", middle.address(), listen="none") as right:
            meet(left, middle)
            meet(right, middle)
            left.say("across")
            expect(right.wait("message", text="across")["from"] == left.id(), "author")
            right.say("and back")
            left.wait("message", text="and back")


@case()
def a_burst_of_lines_arrives_complete(engine):
    first, second = pair(engine)
    with first, second:
        count = 5000 if engine.name == "native" else 1000
        second.send(b"".join(b"line %d\n" % number for number in range(count)))
        second.wait("message", text=f"line {count - 1}", patience=120)
        second.drain()
        errors = [e for e in second.events if e["event"] == "error"]
        expect(not errors, f"{len(errors)} errors, the first: {errors[:1]}")
        first.wait("message", text=f"line {count - 1}", patience=120)
        deadline = time.monotonic() + 30
        while True:
            first.drain()
            texts = {e["text"] for e in first.events if e["event"] == "message"}
            if len(texts) == count or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        expect(len(texts) == count, f"{len(texts)} of {count} arrived")


@case()
def the_median_latency_is_below_50_ms(engine):
    first, second = pair(engine)
    with first, second:
        time.sleep(1.5)
        delays = []
        for number in range(60):
            start = time.monotonic()
            second.say(f"ping {number}")
            delays.append((first.wait("message", text=f"ping {number}")["_at"] - start) * 1000)
        median = statistics.median(delays)
        print(f"    median {median:.1f} ms, largest {max(delays):.1f} ms")
        expect(median < 50, f"median {median} ms")


# Streams


@case()
def logs_go_to_stderr_only(engine):
    with Peer(engine, "--log-level", "trace") as peer:
        peer.wait("joined")
        expect(peer.end() == 0, "status")
        expect(peer.errors, "no logs at trace")


@case("native")
def a_closed_stdout_ends_the_program(engine):
    process = subprocess.Popen(
        engine.command + ["--json", "--identity=memory", "--listen=none", "--stay"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(b"/rooms\n" * 3)
    process.stdin.flush()
    try:
        expect(process.wait(10) == 0, "status")
    finally:
        process.kill()


@case()
def plain_lines_hold_no_control_characters(engine):
    with Peer(engine) as first:
        address = first.address()
        first.say("esc \x1b[2J osc \x1b]52;c;x\x07 c1 \u009b bidi \u202e nul \x00 cr \r end")
        status, out, err = run(
            engine, "--headless", "--identity=memory", "--listen=none", "--dial", address, "--nick=eve",
            stdin=b"ping\n")
        first.wait("message", text="ping")
    process_out = out.decode("utf-8")
    bad = [c for c in process_out if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066")]
    expect(status == 0 and not bad, f"{bad} in {process_out!r}")
    expect("eve(" in process_out, process_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["native", "wasi", "both"], default="both")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    engines = ["native", "wasi"] if options.engine == "both" else [options.engine]
    failures = count = 0
    for name in engines:
        engine = Engine(name, ROOT)
        for title, function, on in CASES:
            if name not in on or options.names and not any(word in title for word in options.names):
                continue
            count += 1
            start = time.monotonic()
            try:
                function(engine)
                print(f"ok    {name:6} {title} ({time.monotonic() - start:.1f} s)", flush=True)
            except Exception as error:  # A case that breaks is a case that fails.
                failures += 1
                print(f"FAIL  {name:6} {title}: {error}", flush=True)
                if not isinstance(error, Failure):
                    traceback.print_exc()
    print(f"{count - failures} of {count} passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
