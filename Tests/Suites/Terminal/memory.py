"""What the terminal remembers from one day to the next, and what people know of each other before a word."""

import os
import signal

from tmux import Failure, free_address


def expect(condition, text):
    if not condition:
        raise Failure(text)


class Person:
    """Somebody with a key and folders of their own."""

    def __init__(self, tmux, program, name):
        self.tmux, self.program, self.name = tmux, program, name
        self.environment = {"XDG_STATE_HOME": str(tmux.folder / name / "state"), "XDG_DATA_HOME": str(tmux.folder / name / "data"),
                            "XDG_CONFIG_HOME": str(tmux.folder / name / "config"), "USER": name}

    def start(self, *options):
        window = self.tmux.start(self.program, *options, environment=self.environment)
        window.wait("here · topic")
        return window


def test_next_day(tmux, program):
    """Two people meet, talk and leave; the next day both start the program alone and are where they were, with each other."""
    ann, bob = Person(tmux, program, "ann"), Person(tmux, program, "bob")
    address = free_address()
    first = ann.start("--listen", address)
    second = bob.start("--listen", "none")
    typed = "/dial 127.0.0.1:" + address.rsplit("/", 1)[1]
    second.enter(typed)
    first.wait("2 here", "● bob")
    second.wait("2 here", "● ann")
    second.enter("/join games")
    second.wait("topic hearsay/1/games")
    first.enter("/join games")
    second.wait("2 here · topic hearsay/1/games")
    second.enter("chess?")
    first.wait("chess?")
    first.enter("/room 1")
    first.wait("topic hearsay/1/lobby")
    first.enter("/nick anna")
    second.wait("ann is now anna", seconds=20)
    second.enter("one you have not seen")
    first.wait("new in 2:games(1)")
    first.keys("F6")
    first.wait(gone=["● bob"])
    first.enter("/quit")
    first.wait("[status 0]", seconds=20)
    os.kill(second.process("hearsay"), signal.SIGKILL)
    second.wait("[status 137]")
    first = ann.start()
    first.wait("[anna]", "1 lobby", "2 games 1", "topic hearsay/1/lobby", "new in 2:games(1)")
    second = bob.start()
    second.wait("topic hearsay/1/games", "1 lobby", "● anna", seconds=30)
    first.wait("1 connected", gone=["● bob"], seconds=30)
    second.enter("here again")
    first.wait("new in 2:games(2)")
    fresh = first
    fresh.enter("/quit")
    fresh.wait("[status 0]", seconds=20)
    fresh = ann.start("--fresh")
    fresh.wait("[ann]", "topic hearsay/1/lobby", gone=["games"])
    fresh.enter("/quit")
    fresh.wait("[status 0]", seconds=20)
    return f"ok, the second person typed {len(typed) + 1} characters on the first day, none on the next"


def test_command_line_wins(tmux, program):
    """Options win over what is remembered."""
    ann = Person(tmux, program, "ann")
    window = ann.start("--nick", "first", "--room", "one", "--room", "two", "--listen", "none")
    window.wait("[first]", "2 two")
    window.enter("/quit")
    window.wait("[status 0]", seconds=20)
    window = ann.start("--room", "three", "--listen", "none")
    window.wait("[first]", "topic hearsay/1/three", gone=["two"])


def test_known_before_a_word(tmux, program):
    """Whoever is met is known by nick before saying anything, and so is a change; rooms are listed."""
    common, address = ["--identity", "memory"], free_address()
    alice = tmux.start(program, "--nick", "alice", "--listen", address, *common)
    alice.wait("Welcome to Hearsay")
    bob = tmux.start(program, "--nick", "bob", "--listen", "none", "--dial", address, "--room", "chess", "--room", "lobby", *common)
    alice.wait("● bob")
    bob.wait("● alice")
    bob.enter("/nick rob")
    alice.wait("bob is now rob", "● rob", seconds=20)
    alice.enter("/list")
    alice.wait("chess: 1", "lobby: 1")


def test_many_rooms(tmux, program):
    """Rooms from the tenth on are reached by number and by Alt-j."""
    rooms = [word for number in range(1, 13) for word in ("--room", f"r{number}")]
    window = tmux.start(program, "--nick", "al", "--identity", "memory", "--listen", "none", *rooms)
    window.wait("12 r12", "topic hearsay/1/r12")
    window.enter("/room 2")
    window.wait("topic hearsay/1/r2 ")
    window.keys("M-j")
    window.type("11")
    window.wait("topic hearsay/1/r11")
    window.keys("M-j")
    window.type("03")
    window.wait("topic hearsay/1/r3 ")
