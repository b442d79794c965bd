"""What is kept of a room: /history, /forget, --history."""

import glob
import os
import tempfile
import time

from case import ROOT, case, expect, pair
from peer import Engine, Peer, run


def texts(peer, line):
    """The texts that `/history` answers with."""
    peer.forget()
    peer.say(line)
    return [message["text"] for message in peer.wait("history")["messages"]]


@case()
def history_tells_the_latest_of_a_room(engine):
    first, second = pair(engine, None, "--room", "lobby", "--room", "raw:plain", "--room", "lobby")
    with first, second:
        second.say(*(f"line {number}" for number in range(60)))
        second.say("/say raw:plain words", "/me waves")
        first.wait("message", text="waves")
        for peer in (first, second):
            expect(texts(peer, "/history 2") == ["line 59", "waves"], "the latest two")
            expect(len(texts(peer, "/history")) == 50, "fifty where no number is given")
            expect(len(texts(peer, "/history lobby 1000")) == 61, "all of it")
            expect(texts(peer, "/history raw:plain") == ["words"], "a raw room")
        first.forget()
        first.say("/history 1")
        [message] = first.wait("history")["messages"]
        expect(message["from"] == second.id() and message["kind"] == "action" and not message["self"], f"{message}")
        for line in ("/history 0", "/history 1001", "/history lobby x", "/history nowhere", "/forget"):
            first.forget()
            first.say(line)
            first.wait("error")
        first.say("/forget lobby")
        expect(texts(first, "/history") == [], "nothing is left")
        expect(len(texts(second, "/history")) == 50, "others keep theirs")
        expect(second.end() == 0 and first.end() == 0, "status")


@case()
def off_keeps_and_offers_nothing(engine):
    first, second = pair(engine, None, "--history", "off")
    with first, second:
        second.say("hello")
        first.wait("message", text="hello")
        for line in ("/history", "/forget lobby"):
            first.forget()
            first.say(line)
            first.wait("error")
        with Peer(engine, "--nick", "cy", "--dial", first.address(), listen="none") as third:
            third.wait("member", peer=first.id())
            time.sleep(1)
            third.drain()
            # What gossip itself still has is not late.
            expect(not any(event.get("late") or event["event"] == "caught-up" for event in third.events), "it is offered")
            expect(third.end() == 0, "status")
        expect(second.end() == 0 and first.end() == 0, "status")


@case()
def who_comes_when_all_authors_have_left_hears_them(engine):
    for other in ("native", "wasi"):
        with Peer(engine, "--nick", "keeper", "--room", "lobby") as keeper:
            with Peer(Engine(other, ROOT), "--nick", "ann", "--dial", keeper.address(), listen="none") as author:
                author.wait("member", peer=keeper.id())
                author.say(*(f"line {number}" for number in range(30)))
                keeper.wait("message", text="line 29")
                expect(author.end() == 0, "status")
            keeper.wait("disconnected")
            with Peer(Engine(other, ROOT), "--nick", "bob", "--dial", keeper.address(), listen="none") as listener:
                for number in range(30):
                    listener.wait("message", text=f"line {number}")
                listener.say("/history 1000")
                heard = [message["text"] for message in listener.wait("history")["messages"]]
                expect(heard == [f"line {number}" for number in range(30)], f"{heard}")
                expect(listener.end() == 0, "status")
            expect(keeper.end() == 0, "status")


@case("native")
def what_was_said_outlasts_the_run_and_a_kill(engine):
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_STATE_HOME": folder}
        key = os.path.join(folder, "key")

        def start():
            return Peer(engine, "--nick", "al", identity=key, listen="none", env=environment)

        def files():
            return glob.glob(os.path.join(folder, "hearsay", "history", "*", "messages.sqlite*"))

        with start() as peer:
            peer.say(*(f"said before the kill {number}" for number in range(20)))
            peer.wait("message", text="said before the kill 19")
            time.sleep(0.5)
            peer.kill()
        with start() as peer:
            heard = history(peer)
            expect(heard == [f"said before the kill {number}" for number in range(20)], f"{heard}")
            expect(files() and all(os.stat(file).st_mode & 0o777 == 0o600 for file in files()), "the files are another's too")
            peer.say("/forget lobby")
            time.sleep(1.1)  # It forgets to the end of the second.
            peer.say("said after it")
            peer.wait("message", text="said after it")
            expect(peer.end() == 0, "status")
        with start() as peer:
            expect(history(peer) == ["said after it"], "what was forgotten is back")
            expect(peer.end() == 0, "status")
        for file in files():
            with open(file, "rb") as bytes:
                expect(b"said before the kill" not in bytes.read(), f"what was forgotten stands in {file}")


def history(peer):
    """What is kept of the lobby, once the store has answered."""
    peer.wait("joined", room="lobby")
    time.sleep(0.5)
    return texts(peer, "/history")


@case()
def what_cannot_be_kept_is_wrong_usage(engine):
    for value in ("", "30", "0d", "d", "30x", "30d,", "30d,0", "30d,1000001", "30d,5,5", "-1d", "99999d", "OFF"):
        status, _, problem = run(engine, "--history=" + value)
        expect(status == 64 and b"--history" in problem, f"{value}: {status} {problem}")
