"""A program inside tmux: keys go in, the screen comes out. Used by the terminal's tests and by the screenshots."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests" / "Suites"))

from ports import free_address  # noqa: E402, F401 (for those who import this)


class Failure(Exception):
    """What was expected did not come."""


class Tmux:
    """A tmux server of our own, with its own home folders; gone with all that runs in it when the block ends."""

    def __init__(self, term="tmux-256color"):
        self.folder = Path(tempfile.mkdtemp(prefix="hearsay-terminal-"))
        self.socket = self.folder / "socket"
        self.term = term
        self.count = 0

    def __enter__(self):
        if not shutil.which("tmux"):
            raise Failure("tmux is not installed; make setup installs it")
        return self

    def __exit__(self, *_):
        self.call("kill-server", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, *arguments, check=True):
        """Runs a tmux command and yields what it printed."""
        command = ["tmux", "-u", "-S", str(self.socket), "-f", "/dev/null", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=self.environment())
        if check and done.returncode:
            raise Failure(f"tmux {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def environment(self):
        """Nothing of the user's own settings."""
        keep = {name: os.environ[name] for name in ("PATH", "HEARSAY_WASMTIME") if name in os.environ}
        return keep | {
            "HOME": str(self.folder), "LANG": "C.UTF-8", "USER": "tester", "TZ": "UTC", "TERM": "xterm-256color",
        }

    def start(self, *command, width=100, height=30, environment=None):
        """Starts a program in a window of that size; its exit status is shown when it ends."""
        self.count += 1
        name = f"w{self.count}"
        variables = {"TERM": self.term, "XDG_CONFIG_HOME": str(self.folder / "config")} | (environment or {})
        line = " ".join(f"{key}='{value}'" for key, value in variables.items())
        quoted = " ".join("'" + str(word).replace("'", "'\\''") + "'" for word in command)
        shell = f"env {line} {quoted}; echo \"[status $?]\"; stty -a | grep -o ' -\\?echo '; exec cat"
        self.call("new-session", "-d", "-s", name, "-x", str(width), "-y", str(height), "sh", "-c", shell)
        return Window(self, name)


class Window:
    """One program on one screen."""

    def __init__(self, tmux, name):
        self.tmux = tmux
        self.name = name

    def keys(self, *names):
        """Presses keys by tmux's names: C-a, M-b, F2, Enter."""
        self.tmux.call("send-keys", "-t", self.name, *names)

    def type(self, text):
        """Types a text as it is."""
        self.tmux.call("send-keys", "-t", self.name, "-l", "--", text)

    def enter(self, text):
        """Types a line and sends it."""
        self.type(text)
        self.keys("Enter")

    def escape(self):
        """Presses Escape, and lets the moment pass after which it is no longer the start of a sequence."""
        self.keys("Escape")
        time.sleep(0.15)

    def paste(self, text):
        """Pastes a text, in brackets where the program asked for them."""
        file = self.tmux.folder / "paste"
        file.write_text(text, encoding="utf-8")
        self.tmux.call("load-buffer", "-b", self.name, str(file))
        self.tmux.call("paste-buffer", "-p", "-d", "-b", self.name, "-t", self.name)

    def resize(self, width, height):
        self.tmux.call("resize-window", "-t", self.name, "-x", str(width), "-y", str(height))

    def screen(self, colors=False):
        """What is on the screen, row by row; with the sequences that colour it, if asked."""
        flags = ["-e"] if colors else []
        return self.tmux.call("capture-pane", "-p", *flags, "-t", self.name)

    def flag(self, name):
        """A fact about the pane: alternate_on, cursor_x, mouse_any_flag ..."""
        return self.tmux.call("display-message", "-p", "-t", self.name, f"#{{{name}}}").strip()

    def process(self, program):
        """The id of the program in the window, found among the shell's children."""
        shell = self.flag("pane_pid")
        done = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", shell], capture_output=True, text=True)
        for line in done.stdout.splitlines():
            pid, _, arguments = line.strip().partition(" ")
            if program in arguments:
                return int(pid)
        raise Failure(f"{program} does not run in {self.name}")

    def wait(self, *texts, gone=(), seconds=15):
        """Waits until all texts are on the screen and none of `gone` is; yields the screen."""
        deadline = time.monotonic() + seconds
        while True:
            screen = self.screen()
            missing = [text for text in texts if text not in screen]
            present = [text for text in gone if text in screen]
            if not missing and not present:
                return screen
            if time.monotonic() > deadline:
                raise Failure(f"waited {seconds} s for {missing or 'the end of ' + str(present)}; the screen:\n{screen}")
            time.sleep(0.03)
