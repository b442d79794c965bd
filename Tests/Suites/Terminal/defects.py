"""What users found wrong, each as it was found, and what they asked for to copy and to see."""

import json
import os
import signal
import subprocess
import sys
import time

from tmux import Failure, free_address

ALONE = ("--nick", "al", "--identity", "memory", "--listen", "none")
PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA"
OTHER = "12D3KooWNYaJvrPXqCzMT8ZG2EAVt6b5bXhZ5VDKyA1u9dPSXcQo"


def expect(condition, text):
    if not condition:
        raise Failure(text)


def fake_component(tmux, *events):
    """A program that stands in for Wasmtime: tells events, then takes commands until it is killed."""
    ready = [
        {"event": "ready", "peer": PEER, "agent": "hearsay/0.1.0", "engine": "wasi"},
        {"event": "listening", "address": f"/ip4/127.0.0.1/tcp/99/p2p/{PEER}"},
    ]
    script = tmux.folder / "runner"
    lines = "\n".join(json.dumps(event) for event in [*ready, *events])
    script.write_text(
        f"#!{sys.executable}\nimport json, sys\nrooms = [w for v, w in zip(sys.argv, sys.argv[1:]) if v == '--room']\n"
        f"print({lines!r})\n"
        "for room in rooms: print(json.dumps({'event': 'joined', 'room': room}))\n"
        "sys.stdout.flush()\nfor line in sys.stdin: pass\n")
    script.chmod(0o755)
    component = tmux.folder / "any.wasm"
    component.write_bytes(b"")
    return ["--component", str(component)], {"HEARSAY_WASMTIME": str(script), "XDG_STATE_HOME": str(tmux.folder / "fake")}


def child(process):
    """The one child of a process."""
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return int(done.stdout.split()[0])


def said(text, number):
    return {"event": "message", "room": "lobby", "id": f"{number:02x}", "from": OTHER, "nick": "bob", "text": text,
            "time": 1_795_348_800_000, "self": False}


def test_killed_engine(tmux, program):
    """The engine's child is killed: screen, talk and line stay, and /restart goes on in the same rooms."""
    options, environment = fake_component(tmux, said("talk that stays", 1))
    window = tmux.start(program, *options, "--nick", "al", "--room", "games", "--room", "lobby", environment=environment)
    window.wait("talk that stays", "engine wasi", "2 lobby")
    window.type("half a line")
    for number in (signal.SIGKILL, signal.SIGTERM):
        os.kill(child(window.process("hearsay")), number)
        window.wait("the engine has ended", "/restart starts it again", "[al] half a line", "talk that stays", "0 connected")
        expect(window.flag("alternate_on") == "1", "the screen was given back")
        window.keys("Enter")
        window.wait("nothing is sent", "[al] half a line")
        window.keys("C-u")
        window.enter("/clear")
        window.wait(gone=["talk that stays"])
        window.enter("/restart")
        window.wait("1 games", "2 lobby", "topic hearsay/1/lobby", "talk that stays")
        window.type("half a line")
    window.keys("C-u")
    os.kill(child(window.process("hearsay")), signal.SIGKILL)
    window.wait("the engine has ended")
    window.enter("/quit")
    screen = window.wait("[status 1]", "signal 9", seconds=20)
    expect("-echo" not in screen, "the terminal is not as it was")


def test_long_events(tmux, program):
    """A text of control characters takes six times its bytes as an event, and is shown; history is kept for a component."""
    options, environment = fake_component(tmux, said("\x01" * 16_000 + "the end", 1), said("behind it", 2))
    window = tmux.start(program, *options, "--nick", "al", environment=environment)
    screen = window.wait("the end", "behind it")
    expect("too long to read" not in screen, "an event was too long")
    window.keys("C-c", "C-c", "C-c")
    window.wait("[status", seconds=20)
    expect(list((tmux.folder / "fake").rglob("lobby.jsonl")), "the component's talk is not kept")


def test_missing_component(tmux, program):
    """A component that is not there is told before the screen is taken."""
    window = tmux.start(program, "--component", "/missing", "--nick", "al")
    window.wait("cannot read the component /missing", "[status 1]")
    sent = tmux.folder / "sent"
    sent.write_text("")
    window = tmux.start("sh", "-c", f"sleep 0.5; exec '{program}' --component /missing")
    tmux.call("pipe-pane", "-t", window.name, f"cat > '{sent}'")
    window.wait("[status 1]")
    expect("\x1b[?1049h" not in sent.read_text(), "the screen was taken first")


def test_welcome_on_every_interface(tmux, program):
    """Listening everywhere, the welcome names an address that others can dial, if there is one."""
    addresses = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout.split()
    others = [address for address in addresses if "." in address and not address.startswith("127.")]
    window = tmux.start(program, "--nick", "al", "--identity", "memory", "--listen", "/ip4/0.0.0.0/tcp/0")
    screen = window.wait("Welcome to Hearsay")
    if not others:
        return "skipped: this machine has the loopback alone"
    expect(any(address in screen for address in others), "the welcome names the loopback")


def test_dial_forms(tmux, program):
    """host:port, a name, a slash at the end and a mapped address are dialled; a failure says that it goes on."""
    address = free_address()
    port = address.rsplit("/", 1)[1]
    server = tmux.start(program, "--nick", "ann", "--identity", "memory", "--listen", address)
    server.wait("Welcome to Hearsay")
    for form in [f"127.0.0.1:{port}", f"localhost:{port}", f"/ip4/127.0.0.1/tcp/{port}/", f"/ip6/::ffff:127.0.0.1/tcp/{port}"]:
        window = tmux.start(program, *ALONE, "--dial", form)
        window.wait("1 connected")
    window.enter("/dial 127.0.0.1:1")
    window.wait("cannot reach 127.0.0.1:1:", "next try in", "refused")
    window.enter("/peers")
    window.wait("1 connected:", "dialling 127.0.0.1:1")
    window.keys("F4")
    screen = window.wait("System log", "cannot reach")
    line = next(line for line in screen.splitlines() if "cannot reach" in line)
    expect(line[2] == ":" and line[5] == ":", f"no time before {line!r}")


def test_pasted_tab(tmux, program):
    """A tab that is pasted arrives as a tab."""
    out = tmux.folder / "out"
    out.write_text("")
    window = tmux.start(program, *ALONE, environment={"HEARSAY_EVENTS": str(out)})
    window.wait("[al]")
    window.paste("a\tb")
    window.wait("a→b")
    window.keys("Enter")
    deadline = time.monotonic() + 10
    while "a\tb" not in [json.loads(line).get("text") for line in out.read_text().splitlines()]:
        expect(time.monotonic() < deadline, "no tab in " + out.read_text()[-300:])
        time.sleep(0.05)


def test_copying(tmux, program):
    """/copy and F8 reach the clipboard through tmux; the copy mode is selected across its breaks, without the mouse's grip."""
    window = tmux.start(program, "--nick", "al", "--identity", "memory", "--listen", "/ip4/127.0.0.1/tcp/0", width=60)
    window.wait("Welcome to Hearsay")
    link = "https://example.org/" + "long/" * 30 + "end_(x)"
    window.enter("see " + link)
    window.wait("end_(x)")
    window.enter("/copy")
    window.wait("in the clipboard")

    def buffer(text):
        deadline = time.monotonic() + 10
        while text not in tmux.call("show-buffer", check=False):
            expect(time.monotonic() < deadline, f"{text} is not in the clipboard")
            time.sleep(0.05)

    buffer("see " + link)
    window.keys("F8")
    buffer("/ip4/127.0.0.1/tcp/")
    expect(window.flag("mouse_any_flag") == "1", "mouse reports are not on")
    window.keys("F7")
    window.wait("al: see", gone=["[al]", "engine"])
    expect(window.flag("mouse_any_flag") == "0", "the mouse is not the terminal's in the copy mode")
    joined = tmux.call("capture-pane", "-p", "-J", "-t", window.name)
    expect(link in joined, "a link of several rows is not one selection:\n" + joined)
    window.keys("F7")
    window.wait("[al]", "engine")
    expect(window.flag("mouse_any_flag") == "1", "mouse reports are not on again")
    window.enter("/urls")
    window.wait("https://example.org/")


def test_links_and_title(tmux, program):
    """Links are marked for the terminal, and the window has the room's name."""
    window = tmux.start(program, *ALONE)
    window.wait("[al]")
    sent = tmux.folder / "sent"
    tmux.call("pipe-pane", "-t", window.name, f"cat > '{sent}'")
    window.enter("see https://example.org/x_(y) there")
    window.wait("there")
    deadline = time.monotonic() + 10
    while b"\x1b]8;;https://example.org/x_(y)\x1b\\" not in sent.read_bytes():
        expect(time.monotonic() < deadline, "the link is not marked")
        time.sleep(0.05)
    expect(window.flag("pane_title") == "lobby - hearsay", f"the title is {window.flag('pane_title')!r}")


def test_light_background(tmux, program):
    """The theme auto is the light one where COLORFGBG tells of a light background, and the dark one otherwise."""
    screens = {}
    for told in ("0;15", "15;0"):
        window = tmux.start(program, *ALONE, environment={"COLORFGBG": told})
        window.wait("[al]")
        screens[told] = window.screen(colors=True).splitlines()[0]
    light = tmux.start(program, *ALONE, environment={"COLORFGBG": "15;0"})
    light.wait("[al]")
    light.enter("/theme light")
    light.wait('theme = "light"')
    time.sleep(0.2)
    def colours(line):
        return [part.split("m")[0] for part in line.split("\x1b[")[1:]]
    bar = colours(light.screen(colors=True).splitlines()[0])
    expect(colours(screens["0;15"]) == bar, "a light background has not the light theme")
    expect(colours(screens["15;0"]) != bar, "a dark background has the light theme")
