"""Lines in, messages out: what is typed and what arrives."""

import json
import socket
import time

from case import case, expect, meet, pair
from peer import Peer, run


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
