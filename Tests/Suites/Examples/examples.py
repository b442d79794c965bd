"""The example programs do what their first lines say, between all builds and with a peer of other authors.

usage: examples.py [NAME...]     runs the cases whose names contain one of NAME
"""

import os
import queue
import re
import subprocess
import sys
import threading
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PATIENCE = float(os.environ.get("HEARSAY_TEST_PATIENCE", "30"))
ENGINES = ("native", "wasi")
PAIRS = [(one, other) for one in ENGINES for other in ENGINES]
CASES = []


def case(*engines):
    """Marks a case that is run once for each of `engines`."""
    def mark(function):
        CASES.extend((f"{function.__name__.replace('_', ' ')} ({describe(e)})", function, e) for e in engines)
        return function
    return mark


def describe(engine):
    return engine if isinstance(engine, str) else " from ".join(engine)


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def command(example, engine):
    if engine == "native":
        return [os.path.join(ROOT, "build", "examples", example)]
    if engine == "py":
        return [sys.executable, os.path.join(ROOT, "Tests", "Suites", "Examples", "echo_peer.py")]
    return [os.path.join(ROOT, "demo", "wasmtime"), "run", "-S", "inherit-network",
            os.path.join(ROOT, "build", "examples", example + ".wasm")]


def run(example, engine, *arguments):
    """Runs to the end; returns (status, output lines)."""
    done = subprocess.run(command(example, engine) + list(arguments), capture_output=True, timeout=PATIENCE)
    expect(done.stderr == b"", f"nothing on stderr, not {done.stderr[-300:]!r}")
    return done.returncode, done.stdout.decode().splitlines()


class Running:
    """An example that goes on until the case is over."""

    def __init__(self, example, engine, *arguments):
        self.process = subprocess.Popen(command(example, engine) + list(arguments), stdout=subprocess.PIPE)
        self.lines, self.arrivals = [], queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.arrivals.put(line.decode().rstrip("\n"))

    def wait(self, pattern):
        """The first line, past or to come, that the pattern matches."""
        deadline = time.monotonic() + PATIENCE
        while True:
            for line in self.lines:
                if re.search(pattern, line):
                    return line
            try:
                self.lines.append(self.arrivals.get(timeout=max(0.001, deadline - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"no line like {pattern!r} in {self.lines[-12:]}") from None

    def address(self):
        """Where it listens, for a peer on this machine."""
        address = self.wait("^listening on ").removeprefix("listening on ")
        return re.sub(r"/ip4/[0-9.]+/", "/ip4/127.0.0.1/", address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


@case(*PAIRS, ("native", "py"), ("wasi", "py"), ("py", "native"), ("py", "wasi"))
def echo_sends_back_what_it_was_sent(engines):
    server, client = engines
    with Running("echo", server) as listener:
        address = listener.address()
        for text in ["hello", "grüezi 🌍", "x" * 100_000]:
            status, lines = run("echo", client, address, text)
            expect((status, lines) == (0, [text]), f"{text[:20]!r}: {status} {str(lines)[:200]}")


@case("native", "wasi")
def echo_holds_a_megabyte_back_for_who_does_not_read(engine):
    with Running("echo", engine) as listener:
        # The other side writes 8 MiB before it reads; the windows and the pause stop it, and nothing is lost.
        status, lines = run("echo", "py", listener.address(), "--megabytes", "8")
        expect((status, lines) == (0, [f"{8 << 20} bytes came back"]), (status, lines))


@case(*PAIRS)
def ping_measures_round_trips(engines):
    server, client = engines
    with Running("ping", server) as listener:
        status, lines = run("ping", client, listener.address(), "2")
        expect(status == 0, (status, lines))
        expect(sum(bool(re.fullmatch(r"\w{6}: \d+ microseconds", line)) for line in lines) == 2, lines)
        expect(any(re.fullmatch(r"\w{6} is ping-example/[0-9.]+", line) for line in lines), lines)


@case(*PAIRS)
def gossip_is_heard_on_both_sides(engines):
    one, other = engines
    with Running("gossip", one, "news", "from one") as first, \
            Running("gossip", other, "news", "from other", first.address()) as second:
        first.wait(r"^\w{6}: from other \d+$")
        second.wait(r"^\w{6}: from one \d+$")


@case("native", "wasi")
def what_cannot_work_is_said_in_one_line(engine):
    nobody = "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq"
    for example, arguments, expected, words in [
        ("echo", ["one"], 64, "usage: echo"), ("ping", ["a", "b", "c"], 64, "usage: ping"), ("gossip", [], 64, "usage: gossip"),
        ("echo", ["nonsense", "x"], 64, "error: "), ("echo", [nobody, "x"], 1, "refused"), ("ping", [nobody], 1, "refused"),
    ]:
        status, lines = run(example, engine, *arguments)
        expect(status == expected and len(lines) == 1 and words in lines[0], (example, arguments, status, lines))


@case("native", "wasi")
def a_peer_without_the_protocol_is_told_apart(engine):
    with Running("ping", engine) as listener:
        status, lines = run("echo", engine, listener.address(), "hello")
        expect(status == 1 and lines == ["error: the peer does not speak the protocol"], (status, lines))


def main():
    wanted = sys.argv[1:]
    failures = 0
    for title, function, engine in CASES:
        if wanted and not any(word in title for word in wanted):
            continue
        try:
            function(engine)
            print(f"ok      {title}", flush=True)
        except Exception as problem:
            failures += 1
            print(f"FAILED  {title}: {type(problem).__name__}: {problem}", flush=True)
            if not isinstance(problem, AssertionError):
                traceback.print_exc()
    print(f"{failures} failed" if failures else "all passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
