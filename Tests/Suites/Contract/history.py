"""What is kept of a room: /history, /forget, --history."""

from case import case, expect, pair
from peer import Peer, run


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
            expect(texts(third, "/history") == [], "nothing is offered")
            expect(third.end() == 0, "status")
        expect(second.end() == 0 and first.end() == 0, "status")


@case()
def what_cannot_be_kept_is_wrong_usage(engine):
    for value in ("", "30", "0d", "d", "30x", "30d,", "30d,0", "30d,1000001", "30d,5,5", "-1d", "99999d", "OFF"):
        status, _, problem = run(engine, "--history=" + value)
        expect(status == 64 and b"--history" in problem, f"{value}: {status} {problem}")
