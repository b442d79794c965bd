"""The key file: one process at a time, and numbers that never fall."""

import os
import signal
import stat
import subprocess
import tempfile
import time

from case import ROOT, case, expect
from peer import Peer, run

ALONE = ("--json", "--listen=none")
DAY = 86_400


def odd_machine(**oddities):
    """The environment of a machine that is odd in these ways; see shim.c."""
    library = os.path.join(ROOT, "build", "contract-shim.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim.c")
    if not os.path.exists(library) or os.path.getmtime(library) < os.path.getmtime(source):
        subprocess.run(["gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": library} | {name: str(value) for name, value in oddities.items()}


def expect_refusal(engine, path, holder):
    """That a start with that key ends at once and says which process has it."""
    start = time.monotonic()
    status, out, err = run(engine, *ALONE, "--identity", path)
    expect(status == 1 and out == b"", f"{path}: status {status}, {out!r} {err!r}")
    expect(time.monotonic() - start < 2, f"{path}: it took too long")
    expect(err.count(b"\n") == 1 and path.encode() in err, f"{path}: {err!r}")
    expect(str(holder).encode() in err and b"hearsay" in err, f"{path}: {err!r} does not name process {holder}")


@case("native")
def a_second_start_with_the_same_key_names_the_process(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        with Peer(engine, identity=path) as peer:
            peer.wait("ready")
            expect_refusal(engine, path, peer.process.pid)
            os.symlink("key", os.path.join(folder, "link"))
            os.link(path, os.path.join(folder, "hard"))
            os.symlink(folder, os.path.join(folder, "folder"))
            for other in ("link", "hard", "folder/key", "folder/link", "./key"):
                expect_refusal(engine, os.path.join(folder, other), peer.process.pid)
            os.chmod(path, 0o400)
            expect_refusal(engine, path, peer.process.pid)
            peer.say("/join undisturbed")
            peer.wait("joined", room="undisturbed")
            expect(peer.end() == 0, "status")
        # Whichever path was first, and whoever may not write.
        for first, second in (("link", "key"), ("hard", "folder/link")):
            with Peer(engine, identity=os.path.join(folder, first)) as peer:
                peer.wait("ready")
                expect_refusal(engine, os.path.join(folder, second), peer.process.pid)


@case("native")
def a_killed_process_leaves_its_key_free(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        with Peer(engine, identity=path) as first:
            identity = first.id()
            first.kill()
        with Peer(engine, identity=path) as second:
            expect(second.id() == identity, "another key")
            # A stopped process has its key still.
            second.signal(signal.SIGSTOP)
            expect_refusal(engine, path, second.process.pid)
            second.signal(signal.SIGCONT)
            expect(second.end() == 0, "status")


@case("native")
def keys_in_memory_leave_no_file(engine):
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")} | {"HOME": folder}
        with Peer(engine, env=env) as first, Peer(engine, env=env) as second:
            first.wait("ready")
            second.wait("ready")
            expect(os.listdir(folder) == [], f"{os.listdir(folder)}")


@case("native")
def a_file_system_without_locks_or_links_is_enough(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        env = odd_machine(SHIM_NO_LOCKS=1, SHIM_NO_LINKS=1)
        with Peer(engine, identity=path, env=env) as first, Peer(engine, identity=path, env=env) as second:
            expect(first.id() == second.id(), "two keys")
            expect(first.end() == 0 and second.end() == 0, "status")
            for peer in (first, second):
                err = b"".join(peer.errors)
                expect(b"warning" in err and path.encode() in err and b"lock" in err, f"{err!r}")
        expect(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "mode")
        expect(sorted(os.listdir(folder)) == ["key", "key.sequence"], f"{os.listdir(folder)}")


@case("native")
def numbers_grow_though_the_clock_is_set_back(engine):
    # Message ids end in the author's sequence number, and there are receivers who take none that is lower than the last.
    numbers = []
    with tempfile.TemporaryDirectory() as folder, Peer(engine) as listener:
        path, address, identity = os.path.join(folder, "key"), listener.address(), listener.id()
        for number, offset in enumerate((0, -DAY, -DAY, -2 * DAY, 0)):
            env = odd_machine(SHIM_CLOCK_SECONDS=offset)
            with Peer(engine, "--dial", address, listen="none", identity=path, env=env) as peer:
                listener.wait("member", peer=peer.id(), action="join")
                peer.wait("member", peer=identity, action="join")
                peer.say(*(f"run {number} line {line}" for line in range(20)))
                messages = [listener.wait("message", text=f"run {number} line {line}") for line in range(20)]
                numbers += [int(message["id"][-16:], 16) for message in messages]
                time_told = messages[0]["time"] / 1000
                expect(abs(time_told - (time.time() + offset)) < 60, "the time is not that of the clock")
                # However it ends.
                if number == 1:
                    peer.kill()
                else:
                    expect(peer.end() == 0, "status")
            listener.forget()
        expect(numbers == sorted(set(numbers)), f"{numbers}")
        expect(stat.S_IMODE(os.stat(path + ".sequence").st_mode) == 0o600, "mode")


@case("native")
def a_sequence_file_that_cannot_be_used_is_a_warning(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        file = path + ".sequence"
        for content in (b"", b"nonsense\n", b"-1\n", b"99999999999999999999999\n", b"18446744073709551615\n", b"1\x002\n", b"1" * 99):
            with open(file, "wb") as output:
                output.write(content)
            status, _, err = run(engine, *ALONE, "--identity", path)
            expect(status == 0, f"{content!r}: status {status} {err!r}")
            expect(err.count(b"\n") == 1 and file.encode() in err and b"warning" in err, f"{content!r}: {err!r}")
            number = int(open(file, "rb").read())
            expect(0 <= number - time.time_ns() < 10 * 10**9, f"{content!r}: the next number is {number}")
        # A good one is not mentioned, and what is higher than the clock stays so.
        high = time.time_ns() + DAY * 10**9
        with open(file, "w") as output:
            output.write(f"{high}\n")
        status, _, err = run(engine, *ALONE, "--identity", path)
        expect((status, err) == (0, b"") and int(open(file).read()) > high, f"{status} {err!r}")
        os.remove(file)
        for make in (os.mkdir, os.mkfifo):
            make(file)
            status, _, err = run(engine, *ALONE, "--identity", path)
            expect(status == 0 and err.count(b"\n") <= 2 and file.encode() in err, f"{make}: {status} {err!r}")
            (os.rmdir if os.path.isdir(file) else os.remove)(file)


@case("native")
def a_key_beside_which_nothing_can_be_written_is_a_warning(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        with Peer(engine, identity=path) as peer:
            identity = peer.id()
            expect(peer.end() == 0, "status")
        os.remove(path + ".sequence")
        nobody = 65_534
        command, user = engine.command, None
        if os.geteuid() == 0:
            # Nothing is forbidden to root.
            os.chown(path, nobody, nobody)
            command, user = [os.path.join(folder, "hearsay")], nobody
            subprocess.run(["cp", engine.command[0], command[0]], check=True)
        os.chmod(folder, 0o555)
        try:
            done = subprocess.run(
                command + [*ALONE, "--identity", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=30, user=user)
        finally:
            os.chmod(folder, 0o755)
        expect(done.returncode == 0 and identity.encode() in done.stdout, f"{done.returncode} {done.stderr!r}")
        expect(done.stderr.count(b"\n") == 1 and b"warning" in done.stderr and path.encode() in done.stderr, f"{done.stderr!r}")


@case("native")
def closed_standard_streams_never_touch_the_key(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        with Peer(engine, identity=path) as peer:
            peer.wait("ready")
            expect(peer.end() == 0, "status")
        key = open(path, "rb").read()
        for redirections in ("<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"):
            subprocess.run(
                ["sh", "-c", f'exec "$@" {redirections}', "sh", *engine.command, *ALONE, "--log-level=trace", "--identity", path],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
            expect(open(path, "rb").read() == key, f"{redirections}: the key was changed")


@case("native")
def the_umask_does_not_decide_about_the_key(engine):
    for mask in ("000", "777"):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a", "b")
            done = subprocess.run(
                ["sh", "-c", f'umask {mask}; exec "$@"', "sh", *engine.command, *ALONE],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=30,
                env={**os.environ, "XDG_DATA_HOME": os.path.dirname(path)})
            expect(done.returncode == 0, f"umask {mask}: {done.returncode} {done.stderr!r}")
            modes = {}
            for parent, folders, files in os.walk(folder):
                for name in folders + files:
                    modes[name] = stat.S_IMODE(os.stat(os.path.join(parent, name)).st_mode)
            expect(set(modes.values()) == {0o700, 0o600}, f"umask {mask}: { {k: oct(v) for k, v in modes.items()} }")
