"""What the terminal program inherits, and must not trust: modes, flags, signals, and files that are links or torn."""

import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import time

from tmux import Failure

ALONE = ("--nick", "al", "--identity", "memory", "--listen", "none")


def expect(condition, text):
    if not condition:
        raise Failure(text)


def modes(window):
    """The terminal's modes, as stty lists them."""
    return subprocess.run(["stty", "-F", window.flag("pane_tty"), "-a"], capture_output=True, text=True).stdout.split()


def prepared(preparation, program, *arguments):
    """A command that does something odd and then becomes the program."""
    script = f"import os, signal, sys\n{preparation}\nos.execv(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-c", script, program, *arguments]


def output_on_a_terminal(*command, environment=None):
    """What a program that ends by itself writes to a terminal, and its status."""
    process, descriptor = pty.fork()
    if process == 0:
        os.execve(command[0], command, {**os.environ, "TERM": "xterm-256color"} | (environment or {}))
    output = b""
    deadline = time.monotonic() + 10
    while select.select([descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
        try:
            output += os.read(descriptor, 65_536)
        except OSError:
            break
    else:
        os.kill(process, signal.SIGKILL)
    os.close(descriptor)
    return output, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_stopped_by_somebody_else(tmux, program):
    """SIGSTOP, then fg: the program takes the terminal again, on a full screen and as lines."""
    for options, prompt in (((), "[al]"), (("--plain",), "[lobby]")):
        window = tmux.start("bash", "--norc", "-i")
        window.enter(shlex.join([program, *ALONE, *options]))
        window.wait(prompt)
        before = modes(window)
        expect("-icanon" in before and "-echo" in before, f"{options}: the program does not take the terminal")
        done = subprocess.run(["pgrep", "-P", window.flag("pane_pid")], capture_output=True, text=True)
        shell = done.stdout.split()[0]
        child = subprocess.run(["pgrep", "-P", shell], capture_output=True, text=True).stdout.split()
        process = int((child or [shell])[0])
        for _ in range(2):
            os.kill(process, signal.SIGSTOP)
            window.wait("Stopped")
            window.enter("stty sane; clear; fg")
            window.wait(prompt)
            deadline = time.monotonic() + 5
            while modes(window) != before:
                expect(time.monotonic() < deadline, f"{options}: after fg the modes are {modes(window)}, not {before}")
                time.sleep(0.05)
            window.type("half")
            window.wait(f"{prompt} half")
            window.keys("C-u")
            window.wait(gone=["half"])
        window.enter("/quit")
        window.enter("echo shell-is-$((40 + 2))")
        window.wait("shell-is-42", seconds=20)


def test_missing_component(tmux, program):
    """What is missing is told before the screen is taken."""
    empty = tmux.folder / "any.wasm"
    empty.write_bytes(b"")
    for component, environment, reason in [
            ("/nowhere.wasm", {}, "/nowhere.wasm"), (str(empty), {"HEARSAY_WASMTIME": "/nowhere/wasmtime"}, "/nowhere/wasmtime"),
            (str(empty), {"HEARSAY_WASMTIME": "no-such-program"}, "no-such-program")]:
        output, status = output_on_a_terminal(
            program, "--component", component, "--nick", "al", "--listen", "none", environment=environment)
        expect(status == 1 and reason.encode() in output, f"{component} {environment}: status {status}, {output!r}")
        expect(b"\x1b" not in output and output.count(b"\n") == 1, f"the screen was taken: {output!r}")


def test_used_key(tmux, program):
    """A key in use is told before the screen is taken."""
    key = str(tmux.folder / "key")
    window = tmux.start(program, "--nick", "al", "--listen", "none", "--identity", key)
    window.wait("[al]")
    output, status = output_on_a_terminal(program, "--nick", "al", "--listen", "none", "--identity", key)
    expect(status == 1 and str(window.process("hearsay")).encode() in output, f"status {status}, {output!r}")
    expect(b"\x1b" not in output and output.count(b"\n") == 1, f"the screen was taken: {output!r}")


def test_linked_configuration(tmux, program):
    """/set writes through a link, and keeps who may read the file."""
    folder = tmux.folder / "config" / "hearsay"
    folder.mkdir(parents=True)
    own = tmux.folder / "dotfiles.toml"
    own.write_text("# mine\nmouse = false\n")
    own.chmod(0o644)
    (folder / "config.toml").symlink_to("../../dotfiles.toml")
    window = tmux.start(program, *ALONE)
    window.wait("[al]")
    window.enter("/set nick_width 9")
    window.wait("nick_width = 9")
    expect((folder / "config.toml").is_symlink(), "the link was replaced by a file")
    text = own.read_text()
    expect("# mine" in text and "nick_width = 9" in text and own.stat().st_mode & 0o777 == 0o644, f"the file is wrong:\n{text}")


def test_terminal_without_blocking(tmux, program):
    """A terminal that somebody left without blocking is made to block, and shows everything."""
    command = prepared("for number in (0, 1, 2): os.set_blocking(number, False)", program, *ALONE, "--plain")
    window = tmux.start(*command, height=50)
    window.wait("[lobby]")
    window.enter("/help keys")
    window.enter("/set")
    window.enter("last")
    window.wait("last")
    with open(f"/proc/{window.process('hearsay')}/fdinfo/1", encoding="ascii") as file:
        flags = int(next(line for line in file if line.startswith("flags")).split()[1], 8)
    expect(flags & os.O_NONBLOCK == 0, "the terminal does not block")


def test_ignored_signals(tmux, program):
    """What was ignored at the start stays so: nohup, and shells without job control."""
    ignore = "for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP, signal.SIGQUIT): signal.signal(number, signal.SIG_IGN)"
    window = tmux.start(*prepared(ignore, program, *ALONE))
    window.wait("[al]")
    process = window.process("hearsay")
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP, signal.SIGQUIT):
        os.kill(process, number)
    window.keys("C-z")
    window.type("still here")
    window.wait("[al] still here")
    os.kill(process, signal.SIGTERM)
    window.wait("[status 0]", seconds=20)


def test_ignored_children(tmux, program):
    """How the component has ended is known, also where the end of children is ignored."""
    file = tmux.folder / "any.wasm"
    file.write_bytes(b"")
    runner = tmux.folder / "runner"
    runner.write_text("#!/bin/sh\nexit 7\n")
    runner.chmod(0o755)
    command = prepared(
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)", program, "--component", str(file), "--nick", "al", "--listen", "none")
    window = tmux.start(*command, environment={"HEARSAY_WASMTIME": str(runner)})
    window.wait("status 7", "[status 1]", seconds=20)


def test_torn_history(tmux, program):
    """Lines of earlier versions are taken over, but for one that is torn; a file that is torn is put aside, and told."""
    options = ["--nick", "al", "--listen", "none", "--identity", str(tmux.folder / "key")]

    def talk(says, *shown):
        window = tmux.start(program, *options)
        window.wait("[al]", *shown)
        window.enter(says)
        window.wait("al ", says)
        window.keys("C-c", "C-c", "C-c")
        window.wait("[status 0]", seconds=20)

    talk("before the cut")
    file = next((tmux.folder / ".local" / "state" / "hearsay" / "history").glob("*/messages.sqlite"))
    line = json.dumps({"event": "message", "room": "lobby", "id": "aa", "from": file.parent.name, "nick": "al", "text": "said long ago",
                       "time": 1, "self": True})
    earlier = file.parent / "lobby.jsonl"
    earlier.write_text(line + "\n" + line[:60])
    talk("after the cut", "said long ago", "before the cut")
    expect(not earlier.exists(), "the lines are still there")
    talk("and later", "said long ago", "before the cut", "after the cut")
    file.write_bytes(b"torn" * 4_000)
    talk("from here on", "the history was damaged")
    talk("and on", "from here on")
