"""What the system sees: options of sockets, idleness, exhausted descriptors, error codes, names, interfaces."""

import contextlib
import os
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

from harness import (
    Failure, Skip, case, check, connect, drain, endpoint, free_address, free_port, listen_socket, multiaddr, pattern,
    receive_all,
)

MIB = 1 << 20


def keep_alive_seconds(local, remote):
    """When the kernel will ask the peer of that connection for the first time; None if it will not."""
    def form(address):
        host, port = address
        return "%08X:%04X" % (struct.unpack("=I", socket.inet_aton(host))[0], port)

    with open("/proc/net/tcp", encoding="ascii") as file:
        for line in file:
            fields = line.split()
            if fields[1:3] == [form(local), form(remote)]:
                kind, ticks = fields[5].split(":")
                return int(ticks, 16) / os.sysconf("SC_CLK_TCK") if kind == "02" else None
    raise Failure("the connection is not in /proc/net/tcp")


@case
def keep_alive_is_on_for_connections_of_both_directions(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}")
        dialled, remote = server.accept()
        peer.expect("connected", 1)
        address, = peer.listen()
        accepted = connect(address)
        peer.accept()
        time.sleep(0.3)  # until nothing is to be acknowledged any more
        for local, other in ((remote, dialled.getsockname()), (accepted.getpeername(), accepted.getsockname())):
            seconds = keep_alive_seconds(local, other)
            check(seconds is not None and 50 < seconds <= 60, f"asked after {seconds} s of silence, not 60")
        dialled.close()
        accepted.close()


@case
def the_backlog_holds_callers_while_the_program_is_busy(peer):
    address, = peer.listen()
    peer.process.send_signal(signal.SIGSTOP)
    try:
        socks = []
        for _ in range(600):
            sock = socket.socket()
            sock.settimeout(1)
            sock.connect(endpoint(address))
            socks.append(sock)
    except TimeoutError:
        raise Failure(f"only {len(socks)} callers got through") from None
    finally:
        peer.process.send_signal(signal.SIGCONT)
    check(len({peer.accept() for _ in socks}) == 600, "not all were accepted")
    for sock in socks:
        sock.close()


def data_segments(sock):
    """How many segments with bytes came in: tcpi_data_segs_in of Linux's tcp_info."""
    return struct.unpack_from("I", sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192), 152)[0]


@case
def writes_of_one_turn_are_one_segment(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}")
        sock, _ = server.accept()
        peer.expect("connected", 1)
        peer.tell(*["send 1 6162"] * 50)  # one write to the program, so one turn of it
        check(receive_all(sock, 100) == b"ab" * 50, "not what was sent")
        # The pipe may have been read in two.
        check(data_segments(sock) <= 2, f"{data_segments(sock)} segments for 100 bytes of one turn")
        sock.close()


@case
def nothing_is_busy_while_it_waits(peer):
    """Connections in every state in which nothing can happen, for ten seconds."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(listen_socket())
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        socks = []
        for number in range(1, 7):
            peer.tell(f"dial {number} {multiaddr(server)}")
            socks.append(stack.enter_context(server.accept()[0]))
            peer.expect("connected", number)
        address, = peer.listen()
        socks.append(stack.enter_context(connect(address)))
        accepted = peer.accept()
        peer.tell("timer 3600000")
        socks[1].shutdown(socket.SHUT_WR)  # 2: the peer has finished
        peer.expect("ended", 2)
        peer.tell("fin 3")  # 3: we have finished
        peer.tell("pause 4")  # 4: paused, with bytes waiting
        peer.settle()
        socks[3].sendall(pattern(100_000))
        peer.tell(f"pattern 5 {64 * MIB}")  # 5: the peer does not read
        peer.tell("pause 6")  # 6: paused, and the peer has finished
        peer.settle()
        socks[5].shutdown(socket.SHUT_WR)
        time.sleep(1)
        before = peer.cpu_seconds()
        time.sleep(10)
        used = peer.cpu_seconds() - before
        check(used < 0.1, f"{used:.2f} s of processor time in 10 s")
        peer.tell(f"send {accepted} 6f6b")
        check(receive_all(socks[6], 2) == b"ok", "not what was sent")


@contextlib.contextmanager
def descriptors_left(peer, count):
    """Lets the program open `count` more files."""
    before = resource.prlimit(peer.process.pid, resource.RLIMIT_NOFILE)
    numbers = [int(name) for name in os.listdir(f"/proc/{peer.process.pid}/fd")]
    resource.prlimit(peer.process.pid, resource.RLIMIT_NOFILE, (max(numbers) + 1 + count, before[1]))
    try:
        yield
    finally:
        resource.prlimit(peer.process.pid, resource.RLIMIT_NOFILE, before)


@case
def a_listener_outlives_the_want_of_descriptors(peer):
    address, = peer.listen()
    with descriptors_left(peer, 4):
        socks = [connect(address) for _ in range(30)]
        peer.accept()
        time.sleep(0.5)
        before = peer.cpu_seconds()
        time.sleep(2)
        used = peer.cpu_seconds() - before
        check(used < 0.1, f"{used:.2f} s of processor time in 2 s while nobody can be accepted")
        peer.expect_nothing("listener-closed", 1)
    # All the others were waiting in the kernel.
    check(len({peer.accept() for _ in socks[1:]}) == 29, "not all were accepted")
    for sock in socks:
        sock.close()


@case
def a_dial_without_a_descriptor_says_so(peer):
    with listen_socket() as server:
        # What the platform opens once, for any connection at all.
        peer.tell(f"dial 1 {multiaddr(server)}")
        peer.expect("connected", 1)
        with descriptors_left(peer, 0):
            peer.tell(*[f"dial {number} {multiaddr(server)}" for number in range(2, 12)])
            check(peer.expect("connect-failed")[1:] == ["tooManySockets"], "another reason")
        peer.tell(f"dial 20 {multiaddr(server)}")
        peer.expect("connected", 20)


WASI_CODES = (
    "other(0) accessDenied unsupported invalidAddress outOfMemory timedOut other(6) other(7) other(8) other(9) "
    "tooManySockets addressNotAvailable addressInUse unreachable refused reset aborted other(17) nameNotFound "
    "nameFailure nameFailure other(0)").split()  # the last is of no code: unknown, like the first
ADVICE = re.compile(
    r"check|choose|use an|raise|lower|try again|dial|close some|run the component|-S inherit-network|nothing listens|"
    r"no route|belongs to no interface")


@case
def every_error_code_has_a_text_that_helps(peer):
    peer.tell("errors")
    codes = {}
    while True:
        words = peer.take_line()
        if words[0] == "errors-end":
            break
        codes[int(words[1])] = (words[2], " ".join(words[3:]))
    if peer.transport == "wasi":
        check([codes[code][0] for code in range(22)] == WASI_CODES, str(codes))
    else:
        import errno
        wanted = {
            errno.ECONNREFUSED: "refused", errno.ETIMEDOUT: "timedOut", errno.ENETUNREACH: "unreachable",
            errno.EHOSTUNREACH: "unreachable", errno.ECONNRESET: "reset", errno.EPIPE: "reset",
            errno.EADDRINUSE: "addressInUse", errno.EADDRNOTAVAIL: "addressNotAvailable",
            errno.EACCES: "accessDenied", errno.EMFILE: "tooManySockets", errno.ENFILE: "tooManySockets",
            errno.ENOMEM: "outOfMemory", errno.ENOBUFS: "outOfMemory", errno.ECONNABORTED: "aborted",
            errno.EAFNOSUPPORT: "unsupported", errno.EINVAL: "invalidAddress",
        }
        check({code: codes[code][0] for code in wanted} == wanted, str(codes))
    for code, (name, text) in codes.items():
        check(len(text) < 120 and (ADVICE.search(text) or name == "invalidAddress"), f"{code} {name}: {text}")


@case
def random_bytes_differ(peer):
    found = set()
    for _ in range(4):
        peer.tell("random")
        found.add(peer.expect("random")[0])
    other = peer.another()
    try:
        other.tell("random")
        found.add(other.expect("random")[0])
    finally:
        other.stop()
    check(len(found) == 5 and all(len(text) == 64 for text in found), str(found))


@case
def a_name_that_names_peers_is_looked_up_or_refused_clearly(peer):
    peer.tell("dial 1 /dnsaddr/example.invalid")
    reason = peer.expect("connect-failed", 1, seconds=30)
    # Only a system has a resolver for TXT records: nobody has that name, or nobody could be asked.
    expected = ["nameNotFound", "nameFailure"] if peer.transport == "native" else ["dnsaddrUnsupported"]
    check(len(reason) == 1 and reason[0] in expected, str(reason))


@contextlib.contextmanager
def names(**addresses):
    """The prefix of a command for which these names have these addresses, in that order."""
    with tempfile.TemporaryDirectory() as folder:
        hosts = os.path.join(folder, "hosts")
        with open(hosts, "w", encoding="ascii") as file:
            for name, list_of_addresses in addresses.items():
                for address in list_of_addresses:
                    file.write(f"{address} {name}.test\n")
        prefix = ["unshare", "-m", "sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh"]
        if not shutil.which("unshare") or subprocess.run([*prefix, "true"], capture_output=True).returncode:
            raise Skip("mounting is not permitted here")
        yield prefix


@contextlib.contextmanager
def silent_at(host, port):
    """A listener that answers no more at that address."""
    with listen_socket(host, backlog=0, port=port) as listener, contextlib.ExitStack() as stack:
        for _ in range(8):
            filler = stack.enter_context(socket.socket(listener.family))
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield


@case
def a_silent_first_address_delays_a_dial_by_its_head_start_only(peer):
    with names(two=["::1", "127.0.0.1"]) as prefix, listen_socket(port=free_port()) as server:
        port = server.getsockname()[1]
        with silent_at("::1", port):
            other = peer.another(prefix)
            try:
                other.tell("timer 1")
                other.expect("timer")
                begin = time.monotonic()
                other.tell(f"dial 1 /dns/two.test/tcp/{port}")
                check(other.expect("connected", 1)[1] == multiaddr(server), "another address")
                took = time.monotonic() - begin
            finally:
                other.stop()
    check(0.2 < took < 2, f"it took {took:.2f} s")


@case
def a_second_address_is_tried_at_once_when_the_first_refuses(peer):
    with names(two=["::1", "127.0.0.1"]) as prefix, listen_socket(port=free_port()) as server:
        other = peer.another(prefix)
        try:
            other.tell("timer 1")
            other.expect("timer")
            begin = time.monotonic()
            other.tell(f"dial 1 /dns/two.test/tcp/{server.getsockname()[1]}")
            check(other.expect("connected", 1)[1] == multiaddr(server), "another address")
            check(time.monotonic() - begin < 0.2, "it waited")
        finally:
            other.stop()


@case
def a_dial_that_lost_the_race_leaves_no_socket(peer):
    with names(two=["::1", "127.0.0.1"]) as prefix, listen_socket(port=free_port()) as server:
        port = server.getsockname()[1]
        with silent_at("::1", port):
            other = peer.another(prefix)
            try:
                other.tell(f"dial 1 /dns/two.test/tcp/{port}")
                other.expect("connected", 1)
                time.sleep(0.1)
                before = other.open_files()
                for number in range(2, 6):
                    other.tell(f"dial {number} /dns/two.test/tcp/{port}")
                    other.expect("connected", number)
                time.sleep(0.1)
                check(other.open_files() <= before + 4, f"{other.open_files() - before} sockets for 4 connections")
            finally:
                other.stop()


@case
def an_abandoned_dial_gives_its_socket_back(peer):
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(listen_socket())
        port = server.getsockname()[1]
        peer.tell(f"dial 1 {multiaddr(server)}")
        peer.expect("connected", 1)
        stack.enter_context(silent_at("127.0.0.2", port))
        before = peer.open_files()
        peer.tell(*[f"dial {number} /ip4/127.0.0.2/tcp/{port}" for number in range(2, 12)])
        peer.settle()
        time.sleep(0.2)
        check(peer.open_files() >= before + 10, "nothing is dialled")
        peer.tell(*[f"abort {number}" for number in range(2, 12)])
        for number in range(2, 12):
            peer.expect("connect-failed", number)
        time.sleep(0.3)
        check(peer.open_files() <= before, f"{peer.open_files() - before} sockets are left")


@case
def an_address_that_goes_with_its_interface_expires(peer):
    if peer.transport == "wasi":
        # A component is not told of the interfaces: it reports the one address that stays.
        address, = peer.listen(1, "/ip4/0.0.0.0/tcp/0")
        peer.tell("unlisten 1")
        peer.expect("listener-closed", 1)
        check(address.startswith("/ip4/127.0.0.1/"), address)
        return
    prefix = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if not shutil.which("ip") or subprocess.run([*prefix, "true"], capture_output=True).returncode:
        raise Skip("network namespaces are not permitted here")
    other = peer.another(prefix)
    inside = ["nsenter", "-n", "-t", str(other.process.pid), "ip", "addr"]
    try:
        port = endpoint(other.listen(1, "/ip4/0.0.0.0/tcp/0")[0])[1]
        subprocess.run([*inside, "add", "10.9.8.7/32", "dev", "lo"], check=True)
        check(other.expect("listening", 1, seconds=12) == [f"/ip4/10.9.8.7/tcp/{port}"], "another address")
        subprocess.run([*inside, "del", "10.9.8.7/32", "dev", "lo"], check=True)
        check(other.expect("expired", 1, seconds=12) == [f"/ip4/10.9.8.7/tcp/{port}"], "another address")
        other.expect_nothing("listener-closed", 1)
    finally:
        other.stop()


@case
def a_listener_that_the_system_ends_says_why(peer):
    address, = peer.listen(1, free_address())
    other, = peer.listen(2)
    kill = ["ss", "-K", "-ltn", f"sport = :{endpoint(address)[1]}"]
    if not shutil.which("ss") or subprocess.run(kill, capture_output=True).returncode:
        raise Skip("sockets of others cannot be ended here")
    with contextlib.suppress(ConnectionRefusedError):
        connect(address).close()
        raise Skip("the kernel ends no sockets of others")
    check(peer.expect("listener-closed", 1) == ["aborted"], "another reason")
    check(peer.listen(3, address) == [address], "the port is not free")
    connect(other).close()
    peer.accept(2)


@case
def what_is_written_after_the_peer_finished_is_not_lost(peer):
    for verb in ("fin", "close"):
        with listen_socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            number = 1 if verb == "fin" else 2
            peer.tell(f"dial {number} {multiaddr(server)}")
            sock, _ = server.accept()
            sock.settimeout(20)
            peer.expect("connected", number)
            sock.shutdown(socket.SHUT_WR)
            peer.expect("ended", number)
            peer.tell(f"send {number} {pattern(250_000).hex()}", f"{verb} {number}")
            time.sleep(0.3)
            check(receive_all(sock) == pattern(250_000), f"bytes were lost after {verb}")
            check(peer.expect("closed", number) == ["-"], "an error")
            sock.close()


@case
def a_half_close_of_ours_with_bytes_under_way_outlives_the_peers(peer):
    with listen_socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        peer.tell(f"dial 1 {multiaddr(server)}")
        sock, _ = server.accept()
        sock.settimeout(20)
        peer.expect("connected", 1)
        peer.tell(f"send 1 {pattern(250_000).hex()}", "fin 1")
        peer.settle()
        sock.shutdown(socket.SHUT_WR)
        peer.expect("ended", 1)
        time.sleep(0.2)
        check(receive_all(sock) == pattern(250_000), "bytes were lost")
        check(peer.expect("closed", 1) == ["-"], "an error")
        sock.close()


@case
def a_connection_that_both_sides_finished_is_gone_by_itself(peer):
    address, = peer.listen()
    with connect(address) as sock:
        connection = peer.accept()
        sock.sendall(b"last")
        sock.shutdown(socket.SHUT_WR)
        peer.expect("ended", connection)
        peer.tell(f"fin {connection}")
        check(peer.expect("closed", connection) == ["-"], "an error")
        check(drain(sock) == 0, "bytes out of nowhere")
