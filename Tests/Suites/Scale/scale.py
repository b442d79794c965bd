"""Many peers at one process: they stay up while idle, and leave nothing behind when they go.

usage: scale.py [--engine native|wasi|both] [--full]
Without --full: 100 idle connections and 500 that come and go, to each build. With --full: 1,000 (native) and 200
(component) idle connections, and 10,000 that come and go. Every connection is a peer with an identity of its own
(build/crowd) that has finished Noise, Yamux and identify and has been given a gossip stream.
"""

import argparse
import os
import resource
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "Tests", "Suites", "Contract"))

from peer import Engine, Failure, Peer  # noqa: E402

MIB = 1 << 20
IDLE_GROWTH = 2 * MIB  # while nothing comes and nothing goes
CHURN_GROWTH = 2 * MIB  # over the second half of what comes and goes
WHOLE_GROWTH = 16 * MIB  # over all of it: the tables of recent peers, which are bounded, fill up
IDLE_CPU_SHARE = 0.2  # of one core, for a thousand connections with their pings


class Process:
    """What the system says of the program under test."""

    def __init__(self, pid):
        self.pid = pid

    def resident_bytes(self):
        """The memory that is its own: not the files it maps."""
        # Not the quicker /proc/PID/status, whose numbers lag behind.
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as file:
            for line in file:
                if line.startswith("Anonymous:"):
                    return int(line.split()[1]) * 1024
        raise Failure("the process is gone")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Crowd:
    """build/crowd, line by line."""

    def __init__(self, address):
        self.process = subprocess.Popen(
            [os.path.join(ROOT, "build", "crowd"), address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, command):
        """Carries a command out; nothing may fail or be lost. Returns how many are connected."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            words = line.split()
            if words[0] == "done":
                if words[2] != "0":
                    raise Failure(f"{words[2]} failed")
                return int(words[1])
            raise Failure(f"during {command!r}: {line.strip()}")
        raise Failure("the crowd is gone")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def expect(condition, what):
    if not condition:
        raise Failure(what)


def mib(count):
    return f"{count / MIB:.1f} MiB"


def settled(process, files):
    """Waits until the sockets are closed and the memory has come to rest."""
    deadline = time.monotonic() + 15
    while process.open_files() > files + 4 and time.monotonic() < deadline:
        time.sleep(0.1)
    expect(process.open_files() <= files + 4, f"{process.open_files()} files are open, {files} were")
    time.sleep(1.5)
    return process.resident_bytes()


def alone(process):
    """A peer without connections sleeps, but for the heartbeat."""
    cpu = process.cpu_seconds()
    time.sleep(10)
    used = process.cpu_seconds() - cpu
    print(f"      alone: {1000 * used:.0f} ms of processor time in 10 s", flush=True)
    expect(used < 0.1, f"{used:.2f} s of processor time in 10 s without a single connection")


def stay_idle(peer, process, crowd, count, seconds):
    before = process.resident_bytes()
    begin = time.monotonic()
    expect(crowd.do(f"open {count}") == count, "not all are connected")
    took = time.monotonic() - begin
    time.sleep(5)
    start, cpu = process.resident_bytes(), process.cpu_seconds()
    time.sleep(seconds)
    growth = process.resident_bytes() - start
    share = (process.cpu_seconds() - cpu) / seconds
    expect(crowd.do("open 0") == count, "some went away")
    peer.forget()
    peer.say("/peers")
    listed = len(peer.wait("peers")["peers"])
    print(f"      {count} connected in {took:.1f} s; {(start - before) / count / 1024:.1f} KiB each; in {seconds} s "
          f"idle {growth / 1024:+.0f} KiB, {100 * share:.1f} % of a core", flush=True)
    expect(listed == count, f"{listed} of {count} are listed")
    expect(growth < IDLE_GROWTH, f"memory grew by {mib(growth)} while idle")
    expect(share < IDLE_CPU_SHARE, f"{100 * share:.0f} % of a core while idle")
    expect(crowd.do("close") == 0, "some stayed")


def come_and_go(process, crowd, count, files):
    marks = [settled(process, files)]
    begin = time.monotonic()
    for _ in range(4):
        crowd.do(f"churn {count // 4}")
        marks.append(settled(process, files))
    growth = marks[-1] - marks[2]
    print(f"      {count} came and went in {time.monotonic() - begin - 6:.1f} s; memory "
          + ", ".join(mib(mark) for mark in marks), flush=True)
    expect(growth < CHURN_GROWTH, f"memory grew by {mib(growth)} in the second half")
    expect(marks[-1] - marks[0] < WHOLE_GROWTH, f"memory grew by {mib(marks[-1] - marks[0])}")


def try_engine(name, idle, churn, seconds):
    with Peer(Engine(name, ROOT), "--stay") as peer:
        address = peer.address()
        peer.wait("joined")
        process = Process(peer.process.pid)
        files = process.open_files()
        alone(process)
        with Crowd(address) as crowd:
            crowd.do("churn 20")
            # In this order: what a thousand have given back would hide what the others leave behind.
            come_and_go(process, crowd, churn, files)
            stay_idle(peer, process, crowd, idle, seconds)
            # Still in good health.
            expect(crowd.do("open 1") == 1, "nobody is let in any more")
        peer.say("/quit")
        expect(peer.status() == 0, "it did not end cleanly")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["native", "wasi", "both"], default="both")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    sizes = {"native": (1000, 10_000, 30), "wasi": (200, 10_000, 30)} if options.full else {
        "native": (100, 500, 3), "wasi": (100, 500, 3)}
    failed = False
    for name in ["native", "wasi"] if options.engine == "both" else [options.engine]:
        idle, churn, seconds = sizes[name]
        try:
            try_engine(name, idle, churn, seconds)
            print(f"ok    {name} bears {idle} connections and {churn} that come and go", flush=True)
        except Failure as failure:
            failed = True
            print(f"FAIL  {name}: {failure}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
