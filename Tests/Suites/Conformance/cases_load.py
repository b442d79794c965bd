"""Time, many connections, and what they leave behind."""

import time

from harness import Failure, case, check, connect, drain, listen_socket, multiaddr, pattern, receive_all, reset

MIB = 1 << 20
SLACK = 2 * MIB  # of the host's allocator, for anything that is to leave no trace


@case
def a_timer_fires_while_nothing_else_happens(peer):
    begin = time.monotonic()
    peer.tell("timer 300")
    peer.expect("timer")
    check(0.29 < time.monotonic() - begin < 1.5, f"after {time.monotonic() - begin:.3f} s")


@case
def a_timer_fires_while_bytes_flow(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}")
        sock, _ = server.accept()
        peer.expect("connected", 1)
        begin = time.monotonic()
        peer.tell(f"pattern 1 {512 * MIB}", "timer 300")
        total = 0
        sock.settimeout(5)
        while time.monotonic() - begin < 0.4:
            total += len(sock.recv(MIB))
        peer.expect("timer", seconds=3)
        peer.tell("abort 1")
        check(total > 0, "no bytes flowed")
        sock.close()


@case
def commands_are_read_while_bytes_flow(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}")
        sock, _ = server.accept()
        peer.expect("connected", 1)
        peer.tell(f"pattern 1 {256 * MIB}")
        receive_all(sock, MIB)
        begin = time.monotonic()
        peer.tell("nonsense")
        peer.expect("wrong", seconds=5)
        check(time.monotonic() - begin < 2, "standard input starves")
        peer.tell("abort 1")
        sock.close()


@case
def two_hundred_idle_connections_stay_and_cost_nothing(peer):
    address, = peer.listen()
    socks = [connect(address) for _ in range(200)]
    connections = [peer.accept() for _ in socks]
    before = peer.memory()
    time.sleep(2)
    growth = peer.memory() - before
    check(growth < SLACK, f"memory grew by {growth} bytes")
    for sock, connection in zip(socks[::20], connections[::20]):
        peer.tell(f"send {connection} 6f6b")
        check(receive_all(sock, 2) == b"ok", "not what was sent")
    for sock in socks:
        sock.close()


def churn(peer, rounds, leave):
    """Connects and disconnects, and compares memory and files with what they were after a tenth of it."""
    address, = peer.listen()
    warm = max(1, rounds // 10)
    memory = files = 0
    for number in range(rounds):
        if number == warm:
            memory, files = peer.memory(), peer.open_files()
        leave(address)
    time.sleep(0.3)
    growth = peer.memory() - memory
    check(growth < SLACK, f"memory grew by {growth} bytes")
    check(peer.open_files() <= files + 8, f"{peer.open_files()} files are open, {files} were")


@case
def two_thousand_connects_and_disconnects_leave_nothing(peer):
    def leave(address):
        sock = connect(address)
        connection = peer.accept()
        peer.tell(f"close {connection}")
        drain(sock)
        sock.close()
        peer.expect("closed", connection)

    churn(peer, 2000, leave)


@case
def a_thousand_resets_leave_nothing(peer):
    def leave(address):
        sock = connect(address)
        connection = peer.accept()
        reset(sock)
        check(peer.expect("closed", connection) == ["reset"], "another reason")

    churn(peer, 1000, leave)


@case
def a_thousand_failed_dials_leave_nothing(peer):
    with listen_socket() as server:
        closed = multiaddr(server)
    numbers = iter(range(1, 2000))

    def leave(_):
        number = next(numbers)
        peer.tell(f"dial {number} {closed}")
        check(peer.expect("connect-failed", number) == ["refused"], "another reason")

    churn(peer, 1000, leave)


@case
def listening_and_closing_five_hundred_times_leaves_nothing(peer):
    numbers = iter(range(2, 2000))

    def leave(_):
        number = next(numbers)
        peer.tell(f"listen {number} /ip4/127.0.0.1/tcp/0")
        peer.expect("listening", number)
        peer.tell(f"unlisten {number}")
        peer.expect("listener-closed", number)

    churn(peer, 500, leave)


@case
def the_end_of_input_ends_the_program(peer):
    address, = peer.listen()
    with connect(address):
        peer.accept()
        peer.process.stdin.close()
        check(peer.process.wait(10) == 0, "another exit status")


@case
def fairness_between_twenty_senders(peer):
    with listen_socket() as server:
        peer.tell(*[f"dial {number} {multiaddr(server)}" for number in range(1, 21)])
        socks = [server.accept()[0] for _ in range(20)]
        for number in range(1, 21):
            peer.expect("connected", number)
        for sock in socks:
            sock.sendall(pattern(MIB // 4))
        for number in range(1, 21):
            check(peer.await_bytes(number, MIB // 4)[0] == MIB // 4, "not everything came")
        for sock in socks:
            sock.close()


@case
def a_peer_that_is_killed_is_noticed_by_the_other(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}")
        sock, _ = server.accept()
        peer.expect("connected", 1)
        peer.process.kill()
        try:
            check(drain(sock) == 0, "bytes out of nowhere")
        except TimeoutError:
            raise Failure("the connection outlived the process") from None
