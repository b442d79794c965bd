"""Listening and accepting."""

import socket
import threading
import time

from harness import Failure, case, check, connect, drain, endpoint, free_address, free_port, listen_socket, multiaddr, receive_all, reset


@case
def listen_on_ip4_reports_the_real_port(peer):
    address, = peer.listen(1, "/ip4/127.0.0.1/tcp/0")
    check(address.startswith("/ip4/127.0.0.1/tcp/") and endpoint(address)[1] > 0, address)
    connect(address).close()
    peer.accept()


@case
def listen_on_ip6_reports_the_real_port(peer):
    address, = peer.listen(1, "/ip6/::1/tcp/0")
    check(address.startswith("/ip6/::1/tcp/") and endpoint(address)[1] > 0, address)
    connect(address).close()
    peer.accept()


@case
def listen_on_every_ip4_interface_reports_addresses_that_can_be_dialled(peer):
    for address in peer.listen(1, "/ip4/0.0.0.0/tcp/0"):
        check("0.0.0.0" not in address, address)
        connect(address).close()
        peer.accept()


@case
def listen_on_every_ip6_interface_reports_addresses_that_can_be_dialled(peer):
    addresses = peer.listen(1, "/ip6/::/tcp/0")
    check(any("/::1/" in address for address in addresses), str(addresses))
    for address in addresses:
        check("/::/" not in address, address)
        if "/fe80:" not in address:
            connect(address).close()
            peer.accept()


@case
def listen_on_a_given_port_takes_that_port(peer):
    address = free_address()
    check(peer.listen(1, address) == [address], "another address was reported")


@case
def two_listeners_work_at_once(peer):
    first, = peer.listen(1)
    second, = peer.listen(2)
    check(first != second, "the same address twice")
    connect(second).close()
    peer.accept(2)
    connect(first).close()
    peer.accept(1)


@case
def ip4_and_ip6_share_a_port(peer):
    port = free_port()
    peer.listen(1, f"/ip4/0.0.0.0/tcp/{port}")
    peer.listen(2, f"/ip6/::/tcp/{port}")
    connect(f"/ip4/127.0.0.1/tcp/{port}").close()
    peer.accept(1)
    connect(f"/ip6/::1/tcp/{port}").close()
    peer.accept(2)


@case
def a_port_in_use_is_told(peer):
    with listen_socket() as taken:
        peer.tell(f"listen 1 {multiaddr(taken)}")
        check(peer.expect("listen-failed", 1) == ["addressInUse"], "another reason")


@case
def a_port_of_our_own_listener_is_in_use_too(peer):
    address, = peer.listen(1)
    peer.tell(f"listen 2 {address}")
    check(peer.expect("listen-failed", 2) == ["addressInUse"], "another reason")


@case
def an_address_of_another_machine_is_told(peer):
    peer.tell("listen 1 /ip4/192.0.2.1/tcp/0")
    check(peer.expect("listen-failed", 1) == ["addressNotAvailable"], "another reason")


@case
def an_ip6_address_of_another_machine_is_told(peer):
    peer.tell("listen 1 /ip6/2001:db8::1/tcp/0")
    check(peer.expect("listen-failed", 1) == ["addressNotAvailable"], "another reason")


@case
def a_name_is_listened_on_by_its_address_or_refused(peer):
    peer.tell("listen 1 /dns4/localhost/tcp/0")
    if peer.transport == "wasi":
        check(peer.expect("listen-failed", 1) == ["invalidAddress"], "another reason")
    else:
        check(peer.expect("listening", 1)[0].startswith("/ip4/127.0.0.1/tcp/"), "another address")


@case
def a_listener_that_failed_leaves_the_others(peer):
    address, = peer.listen(1)
    peer.tell("listen 2 /ip4/192.0.2.1/tcp/0")
    peer.expect("listen-failed", 2)
    connect(address).close()
    peer.accept(1)


@case
def listening_works_after_a_failure(peer):
    taken = listen_socket()
    address = multiaddr(taken)
    peer.tell(f"listen 1 {address}")
    peer.expect("listen-failed", 1)
    taken.close()
    check(peer.listen(2, address) == [address], "another address")


@case
def a_closed_listener_says_so_and_refuses(peer):
    address, = peer.listen()
    peer.tell("unlisten 1")
    check(peer.expect("listener-closed", 1) == ["-"], "closing on request has no error")
    try:
        connect(address)
    except ConnectionRefusedError:
        return
    raise Failure("it still listens")


@case
def a_closed_listener_leaves_its_connections(peer):
    address, = peer.listen()
    sock = connect(address)
    connection = peer.accept()
    peer.tell("unlisten 1")
    peer.expect("listener-closed", 1)
    peer.tell(f"echo {connection}")
    peer.settle()
    sock.sendall(b"still here")
    check(receive_all(sock, 10) == b"still here", "no echo")


@case
def a_closed_listener_leaves_the_others(peer):
    first, = peer.listen(1)
    second, = peer.listen(2)
    peer.tell("unlisten 1")
    peer.expect("listener-closed", 1)
    connect(second).close()
    peer.accept(2)


@case
def a_port_is_free_again_after_closing(peer):
    address, = peer.listen(1, free_address())
    sock = connect(address)
    peer.accept(1)
    peer.tell("unlisten 1")
    peer.expect("listener-closed", 1)
    check(peer.listen(2, address) == [address], "another address")
    sock.close()


@case
def closing_an_unknown_listener_is_ignored(peer):
    peer.tell("unlisten 9")
    peer.listen()
    peer.expect_nothing("listener-closed", 9)


@case
def accepted_connections_tell_both_addresses(peer):
    address, = peer.listen()
    sock = connect(address)
    _, local, remote = peer.expect("accepted", 1)
    check((local, remote) == (address, multiaddr(sock)), f"{local} {remote}")


@case
def a_connection_over_the_limit_is_closed(peer):
    address, = peer.listen()
    peer.tell("limit 1")
    peer.settle()
    first = connect(address)
    peer.accept()
    second = connect(address)
    peer.expect("turned-away", 1)
    check(drain(second) == 0, "something was sent")
    first.close()


@case
def a_place_that_became_free_is_given_again(peer):
    address, = peer.listen()
    peer.tell("limit 1")
    peer.settle()
    first = connect(address)
    connection = peer.accept()
    connect(address).close()
    peer.expect("turned-away", 1)
    peer.tell(f"close {connection}")
    drain(first)
    first.close()
    peer.expect("closed", connection)
    connect(address).close()
    peer.accept()


@case
def a_burst_of_connections_is_accepted(peer):
    address, = peer.listen()
    socks = []
    for _ in range(100):
        sock = socket.socket()
        sock.setblocking(False)
        sock.connect_ex(endpoint(address))
        socks.append(sock)
    ids = {peer.accept() for _ in socks}
    check(len(ids) == 100, "an id was given twice")
    for sock in socks:
        sock.close()


@case
def a_caller_that_resets_at_once_is_harmless(peer):
    address, = peer.listen()
    for _ in range(20):
        reset(connect(address))
    sock = connect(address)
    while True:
        connection = peer.accept()
        peer.tell(f"send {connection} 68656c6c6f")
        sock.settimeout(0.3)
        try:
            check(receive_all(sock, 5) == b"hello", "not what was sent")
            return
        except TimeoutError:
            continue


@case
def a_caller_that_leaves_at_once_is_ended(peer):
    address, = peer.listen()
    connect(address).close()
    connection = peer.accept()
    peer.expect("ended", connection)


@case
def several_threads_of_callers_are_all_served(peer):
    address, = peer.listen()
    finished = []

    def call():
        with connect(address) as sock:
            sock.sendall(b"x")
            sock.shutdown(socket.SHUT_WR)
            finished.append(receive_all(sock))

    threads = [threading.Thread(target=call) for _ in range(20)]
    for thread in threads:
        thread.start()
    for _ in threads:
        peer.tell(f"echo {peer.accept()}")
    # Bytes that came before `echo` was said are not echoed, so every caller gets its byte or nothing, and an end.
    time.sleep(0.2)
    for number in range(20):
        peer.tell(f"fin {1_000_000 + number}")
    for thread in threads:
        thread.join()
    check(len(finished) == 20 and set(finished) <= {b"", b"x"}, str(finished))
