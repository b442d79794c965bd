"""A Hearsay process as an outside program sees it: lines in, JSON events out, a status at the end."""

import atexit
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from ports import free_address  # noqa: E402, F401 (for those who import this)

# What peers with a lasting identity keep goes with the run.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

PATIENCE = float(os.environ.get("HEARSAY_TEST_PATIENCE", "30"))


class Failure(AssertionError):
    """An expectation that did not come true."""


class Engine:
    """How to start one of the two builds, or the stranger (py)."""

    def __init__(self, name, root):
        self.name = name
        if name == "native":
            self.command = [os.path.join(root, "build", "hearsay")]
        elif name == "py":
            self.command = [
                os.path.join(root, "build/python/bin/python"), os.path.join(root, "Tests/Suites/Interop/stranger.py")]
        else:
            self.command = [
                os.path.join(root, "demo", "wasmtime"), "run", "-S", "inherit-network",
                "-S", "allow-ip-name-lookup", os.path.join(root, "build", "hearsay.wasm"),
            ]
        override = os.environ.get("HEARSAY_NATIVE" if name == "native" else "HEARSAY_WASI")
        if override:
            self.command = override.split()


def run(engine, *arguments, stdin=b"", env=None, timeout=None):
    """Runs to the end; returns (status, stdout, stderr) as bytes."""
    done = subprocess.run(
        engine.command + list(arguments), input=stdin, capture_output=True,
        timeout=timeout or PATIENCE, env=env)
    return done.returncode, done.stdout, done.stderr


class Peer:
    """A running process with --json."""

    def __init__(self, engine, *arguments, env=None, identity="memory", listen="/ip4/127.0.0.1/tcp/0"):
        command = engine.command + ["--headless", "--json"]
        if identity:
            command += ["--identity", identity]
        if listen:
            command += ["--listen", listen]
        self.process = subprocess.Popen(
            command + list(arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        self.events = []
        self.errors = []
        self.arrivals = queue.Queue()
        self.seen = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.error_thread = threading.Thread(target=self._read_errors, daemon=True)
        self.error_thread.start()

    def _read(self):
        for line in self.process.stdout:
            arrival = time.monotonic()
            try:
                event = json.loads(line.decode("utf-8"))
                if "event" not in event:
                    raise ValueError("no event field")
            except ValueError as error:
                event = {"event": "NOT JSON", "line": line, "error": str(error)}
            event["_at"] = arrival
            self.arrivals.put(event)
        self.arrivals.put(None)

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line)

    def _take(self, deadline):
        event = self.arrivals.get(timeout=max(0.001, deadline - time.monotonic()))
        if event is None:
            self.arrivals.put(None)
            raise EOFError
        if event["event"] == "NOT JSON":
            raise Failure(f"not a JSON event: {event['line'][:200]!r}: {event['error']}")
        self.events.append(event)
        return event

    def wait(self, name, patience=None, **fields):
        """The first event, past or to come, with that name and those fields."""
        deadline = time.monotonic() + (patience or PATIENCE)

        def fits(event):
            return event["event"] == name and all(
                value(event.get(key)) if callable(value) else event.get(key) == value for key, value in fields.items())

        for event in self.events:
            if fits(event):
                return event
        while True:
            try:
                event = self._take(deadline)
            except (queue.Empty, EOFError) as error:
                why = "the output ended" if isinstance(error, EOFError) else "nothing came in time"
                raise Failure(
                    f"no {name} {fields}: {why}; events: {[e['event'] for e in self.events][-12:]}; "
                    f"stderr: {b''.join(self.errors)[-400:]!r}") from None
            if fits(event):
                return event

    def forget(self):
        """Later waits look at later events only, but for those that tell who and where it is."""
        self.drain()
        self.events = [event for event in self.events if event["event"] in ("ready", "listening")]

    def drain(self):
        """Takes what has arrived."""
        while True:
            try:
                self._take(time.monotonic())
            except (queue.Empty, EOFError):
                return

    def say(self, *lines):
        """Types lines."""
        self.send(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines))

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def address(self):
        return self.wait("listening")["address"]

    def id(self):
        return self.wait("ready")["peer"]

    def end(self, patience=None):
        """Closes stdin and waits; returns the status."""
        if not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass
        return self.status(patience)

    def status(self, patience=None):
        try:
            status = self.process.wait(patience or PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failure("the process did not end") from None
        self.error_thread.join(1)
        deadline = time.monotonic() + 5
        try:
            while True:
                self._take(deadline)
        except (queue.Empty, EOFError):
            return status

    def signal(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
