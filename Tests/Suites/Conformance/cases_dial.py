"""Dialling."""

import time

from harness import case, check, connect, endpoint, free_address, listen_socket, multiaddr, receive_all, silent_address


def dial(peer, connection, address):
    peer.tell(f"dial {connection} {address}")


@case
def dial_over_ip4(peer):
    with listen_socket() as server:
        dial(peer, 1, multiaddr(server))
        sock, _ = server.accept()
        local, remote = peer.expect("connected", 1)
        check(remote == multiaddr(server), remote)
        check(local in ("-", "/ip4/127.0.0.1/tcp/%d" % sock.getpeername()[1]), local)


@case
def dial_over_ip6(peer):
    with listen_socket("::1") as server:
        dial(peer, 1, multiaddr(server))
        peer.expect("connected", 1)


@case
def dial_where_nobody_listens_is_refused(peer):
    with listen_socket() as server:
        address = multiaddr(server)
    dial(peer, 1, address)
    check(peer.expect("connect-failed", 1) == ["refused"], "another reason")


@case
def dial_over_ip6_where_nobody_listens_is_refused(peer):
    with listen_socket("::1") as server:
        address = multiaddr(server)
    dial(peer, 1, address)
    check(peer.expect("connect-failed", 1) == ["refused"], "another reason")


@case
def dial_of_the_unspecified_address_is_refused_as_invalid(peer):
    dial(peer, 1, "/ip4/0.0.0.0/tcp/4001")
    check(peer.expect("connect-failed", 1) == ["invalidAddress"], "another reason")


@case
def dial_of_the_unspecified_ip6_address_is_refused_as_invalid(peer):
    dial(peer, 1, "/ip6/::/tcp/4001")
    check(peer.expect("connect-failed", 1) == ["invalidAddress"], "another reason")


@case
def dial_of_port_0_is_refused_as_invalid(peer):
    dial(peer, 1, "/ip4/127.0.0.1/tcp/0")
    check(peer.expect("connect-failed", 1) == ["invalidAddress"], "another reason")


@case
def dial_of_a_name(peer):
    with listen_socket() as server:
        dial(peer, 1, f"/dns/localhost/tcp/{server.getsockname()[1]}")
        check(peer.expect("connected", 1)[1] == multiaddr(server), "another address")


@case
def dial_of_a_name_by_ip4(peer):
    with listen_socket() as server:
        dial(peer, 1, f"/dns4/localhost/tcp/{server.getsockname()[1]}")
        check(peer.expect("connected", 1)[1] == multiaddr(server), "another address")


@case
def dial_of_a_name_that_does_not_exist(peer):
    dial(peer, 1, "/dns4/no-such-host.invalid/tcp/4001")
    check(peer.expect("connect-failed", 1)[0] in ("nameNotFound", "nameFailure"), "another reason")


@case
def dial_of_a_name_tries_its_other_address(peer):
    # Nobody listens at ::1; the other address of localhost must be tried at once.
    with listen_socket("127.0.0.1") as server:
        begin = time.monotonic()
        dial(peer, 1, f"/dns/localhost/tcp/{server.getsockname()[1]}")
        peer.expect("connected", 1)
        check(time.monotonic() - begin < 2, "it took too long")


@case
def dial_of_a_name_where_nobody_listens_is_refused(peer):
    with listen_socket() as server:
        port = server.getsockname()[1]
    dial(peer, 1, f"/dns4/localhost/tcp/{port}")
    check(peer.expect("connect-failed", 1) == ["refused"], "another reason")


@case
def dial_takes_an_address_with_a_peer_id(peer):
    with listen_socket() as server:
        dial(peer, 1, multiaddr(server) + "/p2p/12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq")
        peer.expect("connected", 1)


@case
def a_dial_without_answer_times_out(peer):
    with silent_address() as address:
        begin = time.monotonic()
        dial(peer, 1, address)
        check(peer.expect("connect-failed", 1, seconds=15) == ["timedOut"], "another reason")
        check(8 < time.monotonic() - begin < 13, "not after 10 seconds")


@case
def a_dial_is_abandoned_by_abort(peer):
    with silent_address() as address:
        dial(peer, 1, address)
        peer.tell("abort 1")
        check(peer.expect("connect-failed", 1, seconds=3) == ["aborted"], "another reason")


@case
def a_dial_is_abandoned_by_close(peer):
    with silent_address() as address:
        dial(peer, 1, address)
        peer.tell("close 1")
        check(peer.expect("connect-failed", 1, seconds=3) == ["aborted"], "another reason")


@case
def a_silent_dial_does_not_hold_up_another(peer):
    with silent_address() as address, listen_socket() as server:
        dial(peer, 1, address)
        dial(peer, 2, multiaddr(server))
        peer.expect("connected", 2, seconds=3)
        peer.tell("abort 1")


@case
def two_dials_to_one_address_are_two_connections(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}", f"dial 2 {multiaddr(server)}")
        peer.expect("connected", 1)
        peer.expect("connected", 2)


@case
def fifty_dials_at_once(peer):
    with listen_socket() as server:
        peer.tell(*[f"dial {number} {multiaddr(server)}" for number in range(1, 51)])
        socks = [server.accept()[0] for _ in range(50)]
        for number in range(1, 51):
            peer.expect("connected", number)
        check(len(socks) == 50, "not all were accepted")


@case
def a_dial_succeeds_after_one_failed(peer):
    address = free_address()
    dial(peer, 1, address)
    peer.expect("connect-failed", 1)
    with listen_socket(port=endpoint(address)[1]):
        dial(peer, 2, address)
        peer.expect("connected", 2)


@case
def bytes_sent_right_after_connecting_arrive(peer):
    with listen_socket() as server:
        dial(peer, 1, multiaddr(server))
        sock, _ = server.accept()
        peer.expect("connected", 1)
        peer.tell("send 1 6869", "fin 1")
        check(receive_all(sock) == b"hi", "not what was sent")


@case
def a_server_that_speaks_first_is_heard(peer):
    with listen_socket() as server:
        dial(peer, 1, multiaddr(server))
        sock, _ = server.accept()
        sock.sendall(b"welcome")
        check(peer.await_bytes(1, 7)[0] == 7, "another number of bytes")


@case
def a_peer_can_dial_itself(peer):
    address, = peer.listen()
    dial(peer, 1, address)
    peer.expect("connected", 1)
    connection = peer.accept()
    peer.tell(f"echo {connection}", "send 1 68656c6c6f")
    check(peer.await_bytes(1, 5)[0] == 5, "no echo")


@case
def dialling_and_listening_go_on_together(peer):
    address, = peer.listen()
    with listen_socket() as server:
        dial(peer, 1, multiaddr(server))
        connect(address).close()
        peer.expect("connected", 1)
        peer.accept()
