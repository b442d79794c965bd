"""Options, the start and the end of the program, its key file."""

import json
import os
import re
import signal
import socket
import stat
import tempfile
import time

from case import case, expect
from peer import Peer, run


@case()
def wrong_usage_ends_with_64_and_names_the_option(engine):
    wrong = [
        (["--bogus"], "--bogus"), (["-x"], "-x"), (["stray"], "stray"), (["--nick"], "--nick"),
        (["--nick", "--json"], "--nick"), (["--nick="], "--nick"), (["--nick", "a\nb"], "--nick"),
        (["--nick", "n" * 65], "--nick"), (["--room", ""], "--room"), (["--room", "a b"], "--room"),
        (["--room=raw:"], "--room"), (["--room", "/x"], "--room"), (["--listen", "here"], "--listen"),
        (["--listen", "/ip4/127.0.0.1/udp/1"], "--listen"), (["--listen", "/ip4/127.0.0.1"], "--listen"),
        (["--listen", "/ip4/1.2.3.400/tcp/1"], "--listen"), (["--listen", "/ip4/127.0.0.1/tcp/65536"], "--listen"),
        (["--listen", "none", "--listen", "/ip4/127.0.0.1/tcp/0"], "--listen"),
        (["--dial", "/ip4/127.0.0.1/tcp/0"], "--dial"), (["--dial", "none"], "--dial"),
        (["--dial", "/ip4/127.0.0.1/udp/9/quic-v1"], "--dial"), (["--dial", "/ip4/127.0.0.1/tcp/9/ws"], "--dial"),
        (["--dial", "/ip4/127.0.0.1/tcp/9/p2p/nonsense"], "--dial"), (["--dial", ""], "--dial"),
        (["--identity", ""], "--identity"), (["--log-level", "loud"], "--log-level"), (["--log-level"], "--log-level"),
        (["--json=yes"], "--json"), (["--stay=1"], "--stay"), (["--headless=true"], "--headless"),
    ]
    for arguments, option in wrong:
        status, out, err = run(engine, *arguments)
        expect(status == 64, f"{arguments}: status {status}, {err!r}")
        expect(option.encode() in err, f"{arguments}: {err!r} does not name {option}")
        expect(err.count(b"\n") == 1, f"{arguments}: not one line: {err!r}")
        expect(out == b"", f"{arguments}: stdout {out!r}")


@case()
def help_and_version_go_to_stdout(engine):
    status, out, err = run(engine, "--help")
    expect(status == 0 and err == b"", f"status {status}, stderr {err!r}")
    for option in "nick room listen dial identity headless json stay log-level version help".split():
        expect(f"--{option}".encode() in out, f"--{option} is not in the help")
    status, out, err = run(engine, "--version")
    expect((status, err) == (0, b"") and re.fullmatch(rb"hearsay \d+\.\d+\.\d+\n", out), f"{status} {out!r} {err!r}")


@case()
def a_value_may_follow_an_equals_sign(engine):
    with Peer(engine, "--nick=ann", "--room=den", "--log-level=error") as peer:
        peer.wait("joined", room="den")
        peer.say("hi")
        expect(peer.wait("message")["nick"] == "ann", "the nick was not taken")
        expect(peer.end() == 0, "status")


@case()
def events_of_a_short_run_come_in_order(engine):
    with Peer(engine) as peer:
        expect(peer.end() == 0, "status")
        names = [event["event"] for event in peer.events]
        expect(names[0] == "ready" and names[-1] == "closed", f"{names}")
        expect("listening" in names and "joined" in names, f"{names}")
        ready = peer.wait("ready")
        expect(ready["engine"] == engine.name and ready["agent"].startswith("hearsay/"), f"{ready}")
        address = peer.wait("listening")["address"]
        expect(re.fullmatch(rf"/ip4/127\.0\.0\.1/tcp/[1-9]\d*/p2p/{ready['peer']}", address), address)
        expect(peer.wait("joined")["room"] == "lobby", "not in the lobby")


@case()
def the_end_of_stdin_ends_at_once_without_unsent_lines(engine):
    start = time.monotonic()
    status, out, err = run(engine, "--json", "--identity", "memory", "--listen", "/ip4/127.0.0.1/tcp/0")
    expect(status == 0, f"status {status} {err!r}")
    expect(time.monotonic() - start < 4, "it took too long")


@case()
def quit_ends_with_0(engine):
    with Peer(engine, "--stay") as peer:
        peer.wait("joined")
        peer.say("/quit")
        expect(peer.status() == 0, "status")
        expect(peer.events[-1]["event"] == "closed", "no closed event")


@case()
def stay_outlives_stdin_and_a_signal_ends_it_cleanly(engine):
    for number in (signal.SIGTERM, signal.SIGINT):
        with Peer(engine, "--stay") as peer:
            peer.wait("joined")
            peer.process.stdin.close()
            time.sleep(0.5)
            expect(peer.process.poll() is None, "it did not stay")
            peer.signal(number)
            if engine.name == "wasi":
                # A component hears of no signal; its host ends of it, at once.
                expect(peer.status() == -number, "status")
                continue
            expect(peer.status() == 0, "status")
            expect(peer.events[-1]["event"] == "closed", "no closed event")


@case()
def listening_nowhere_works(engine):
    with Peer(engine, listen="none") as peer:
        peer.wait("joined")
        expect(peer.end() == 0, "status")
        expect(all(e["event"] != "listening" for e in peer.events), "it listens")


@case()
def default_addresses_carry_real_ports(engine):
    with Peer(engine, listen=None) as peer:
        peer.wait("joined")
        peer.end()
        addresses = [e["address"] for e in peer.events if e["event"] == "listening"]
        expect(any(a.startswith("/ip4/") for a in addresses), f"{addresses}")
        for address in addresses:
            expect("/tcp/0" not in address and "/p2p/" in address, address)
            expect("/ip4/0.0.0.0/" not in address or engine.name == "wasi", address)


@case()
def an_address_in_use_ends_with_1(engine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = run(engine, "--json", "--identity=memory", "--listen", f"/ip4/127.0.0.1/tcp/{port}")
        expect(status == 1, f"status {status}: {out!r} {err!r}")
        expect(err.count(b"\n") == 1, f"stderr {err!r}")
        names = [json.loads(line)["event"] for line in out.splitlines()]
        expect("ready" not in names, f"{names}")
        # One address that can be bound is enough.
        with Peer(engine, "--listen", f"/ip4/127.0.0.1/tcp/{port}") as peer:
            peer.wait("listening")
            expect("in use" in peer.wait("error")["message"], "no word of the other")
            expect(peer.end() == 0, "status")


@case()
def several_addresses_are_listened_on(engine):
    with Peer(engine, "--listen", "/ip6/::1/tcp/0", "--listen", "/ip4/127.0.0.1/tcp/0") as first:
        first.wait("joined")
        first.drain()
        addresses = [e["address"] for e in first.events if e["event"] == "listening"]
        expect(len(addresses) == 2, f"{addresses}")
        with Peer(engine, "--dial", [a for a in addresses if "/ip6/" in a][0], listen="none") as second:
            second.wait("connected", peer=first.id())


# Identity


@case("native")
def an_identity_file_is_made_once_and_kept(engine):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        ids = []
        for _ in range(2):
            with Peer(engine, identity=path) as peer:
                ids.append(peer.id())
                peer.end()
        expect(ids[0] == ids[1], f"{ids}")
        expect(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "mode")
        data = open(path, "rb").read()
        expect(data[:4] == b"\x08\x01\x12\x40" and len(data) == 68, f"{data[:8]!r} {len(data)}")
        expect(sorted(os.listdir(folder)) == ["key", "key.sequence"], f"{os.listdir(folder)}")


@case("native")
def the_default_identity_is_in_the_data_folder(engine):
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k not in ("XDG_DATA_HOME", "HOME")}
        with Peer(engine, identity=None, env={**env, "XDG_DATA_HOME": folder}) as peer:
            peer.wait("ready")
            peer.end()
        files = [os.path.join(d, f) for d, _, names in os.walk(folder) for f in names]
        names = sorted(os.path.relpath(file, folder) for file in files)
        expect(names == ["hearsay/identity.key", "hearsay/identity.key.sequence"], f"{names}")
        expect({stat.S_IMODE(os.stat(file).st_mode) for file in files} == {0o600}, "mode")
        home = os.path.join(folder, "home")
        os.mkdir(home)
        with Peer(engine, identity=None, env={**env, "HOME": home}) as peer:
            peer.wait("ready")
            peer.end()
        expect(os.path.exists(os.path.join(home, ".local/share/hearsay")), "not below HOME")
        status, _, err = run(engine, "--json", "--listen=none", env=env)
        expect(status == 1 and err.count(b"\n") == 1, f"without HOME: {status} {err!r}")


@case("native")
def a_key_file_that_cannot_be_used_is_left_alone(engine):
    with tempfile.TemporaryDirectory() as folder:
        good = bytes.fromhex("08011240") + bytes(64)
        contents = {
            "empty": b"", "text": b"not a key\n", "short": good[:40], "long": good * 100, "mismatch": good,
            "rsa": b"\x08\x00\x12\x02ab", "public": bytes.fromhex("08011220") + bytes(32),
        }
        for name, content in contents.items():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            os.chmod(path, 0o600)
            status, out, err = run(engine, "--json", "--listen=none", "--identity", path)
            expect(status == 1, f"{name}: status {status} {err!r}")
            expect(err.count(b"\n") == 1 and path.encode() in err, f"{name}: {err!r}")
            expect(out == b"", f"{name}: {out!r}")
            expect(open(path, "rb").read() == content, f"{name}: changed")
        path = os.path.join(folder, "open")
        with Peer(engine, identity=path) as peer:
            peer.wait("ready")
            peer.end()
        os.chmod(path, 0o644)
        before = open(path, "rb").read()
        status, _, err = run(engine, "--json", "--listen=none", "--identity", path)
        expect(status == 0 and b"chmod 600" in err, f"open to others: {status} {err!r}")
        expect(open(path, "rb").read() == before, "open to others: changed")
        fifo = os.path.join(folder, "fifo")
        os.mkfifo(fifo, 0o600)
        for bad in (folder, fifo, os.path.join(folder, "no", "such", "folder"), "/dev/null"):
            status, _, err = run(engine, "--json", "--listen=none", "--identity", bad)
            expect(status == 1 and err.count(b"\n") == 1, f"{bad}: {status} {err!r}")


@case("wasi")
def the_component_has_no_key_file(engine):
    status, _, err = run(engine, "--json", "--identity", "/tmp/key", "--listen=none")
    expect(status in (1, 64) and b"--identity" in err, f"{status} {err!r}")
