"""Bytes in both directions, half-close, and the ends of connections."""

import contextlib
import select
import socket
import threading
import time

from harness import (
    Failure, case, check, connect, digest, drain, listen_socket, multiaddr, pattern, receive_all, reset,
)

MIB = 1 << 20


@contextlib.contextmanager
def connected(peer, small_buffers=False):
    """A socket of ours and the peer's id for the connection."""
    with listen_socket() as server:
        if small_buffers:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        peer.tell(f"dial 1 {multiaddr(server)}")
        sock, _ = server.accept()
        sock.settimeout(20)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.expect("connected", 1)
        with sock:
            yield sock, 1


def send_in_background(sock, data):
    thread = threading.Thread(target=lambda: contextlib.suppress(OSError).__enter__() or sock.sendall(data))
    thread.start()
    return thread


@case
def small_writes_arrive(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"send {one} 00ff10")
        check(receive_all(sock, 3) == b"\x00\xff\x10", "not what was sent")


@case
def small_reads_arrive(peer):
    with connected(peer) as (sock, one):
        sock.sendall(b"\x00\xff\x10")
        check(peer.await_bytes(one, 3) == (3, digest(b"\x00\xff\x10")), "not what was sent")


@case
def many_writes_keep_their_order(peer):
    with connected(peer) as (sock, one):
        for number in range(200):
            peer.tell(f"send {one} {number:04x}")
        expected = b"".join(number.to_bytes(2, "big") for number in range(200))
        check(receive_all(sock, 400) == expected, "out of order")


@case
def one_byte_at_a_time_arrives(peer):
    with connected(peer) as (sock, one):
        data = pattern(1000)
        for byte in data:
            sock.send(bytes([byte]))
        check(peer.await_bytes(one, 1000) == (1000, digest(data)), "not what was sent")


@case
def an_echo_comes_back_whole(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"echo {one}")
        peer.settle()
        data = pattern(MIB)
        thread = send_in_background(sock, data)
        check(receive_all(sock, MIB) == data, "not what was sent")
        thread.join()


@case
def sixteen_mebibytes_go_out(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"pattern {one} {16 * MIB}", f"fin {one}")
        peer.expect_nothing("closed", one, seconds=0.01)
        received = receive_all(sock, 16 * MIB)
        check(received == pattern(len(received)), "not what was sent")


@case
def sixty_four_mebibytes_go_out(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"pattern {one} {64 * MIB}")
        total, offset = 0, 0
        while total < 64 * MIB:
            part = sock.recv(MIB)
            check(part, f"it ended after {total} bytes")
            offset = total % (1 << 16)
            check(part == pattern(offset + len(part))[offset:], f"wrong bytes after {total}")
            total += len(part)


@case
def sixty_four_mebibytes_come_in(peer):
    with connected(peer) as (sock, one):
        for _ in range(64):
            sock.sendall(pattern(MIB))
        check(peer.await_bytes(one, 64 * MIB, seconds=60)[0] == 64 * MIB, "another number of bytes")


@case
def what_comes_in_is_what_was_sent(peer):
    with connected(peer) as (sock, one):
        data = pattern(300_001)
        sock.sendall(data)
        check(peer.await_bytes(one, len(data)) == (len(data), digest(data)), "another digest")


@case
def both_directions_at_once(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"pattern {one} {8 * MIB}")
        thread = send_in_background(sock, pattern(8 * MIB))
        check(receive_all(sock, 8 * MIB) == pattern(8 * MIB), "not what was sent")
        thread.join()
        check(peer.await_bytes(one, 8 * MIB)[0] == 8 * MIB, "another number of bytes")


@case
def a_slow_reader_holds_the_writer_back(peer):
    with connected(peer, small_buffers=True) as (sock, one):
        peer.tell(f"pattern {one} {64 * MIB}")
        time.sleep(0.7)
        first = peer.count(one)
        time.sleep(0.3)
        second = peer.count(one)
        check(second[3] < 16 * MIB, f"{second[3]} bytes were swallowed")
        check(second[2] - second[3] <= 512 * 1024, "more was taken than may be on its way")
        check(first[3] == second[3], "it still writes although nobody reads")
        check(len(receive_all(sock, 32 * MIB)) == 32 * MIB, "it does not go on")


@case
def a_slow_reader_does_not_hold_up_another(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}", f"dial 2 {multiaddr(server)}")
        peer.expect("connected", 1)
        peer.expect("connected", 2)
        first, _ = server.accept()
        second, _ = server.accept()
        peer.tell(f"pattern 1 {64 * MIB}", f"pattern 2 {64 * MIB}")
        # Whichever of the two is read, the other stands still.
        second.settimeout(10)
        check(len(receive_all(second, 8 * MIB)) == 8 * MIB, "it was held up")
        first.close()
        second.close()


@case
def paused_reading_holds_the_sender_back(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"pause {one}")
        peer.settle()
        sock.setblocking(False)
        sent = 0
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and sent < 64 * MIB:
            if not select.select([], [sock], [], 0.5)[1]:
                break
            sent += sock.send(pattern(MIB))
        check(sent < 64 * MIB, "everything was taken although reading is paused")
        check(peer.count(one)[0] <= MIB, "it reads although reading is paused")
        peer.tell(f"resume {one}")
        check(peer.await_bytes(one, sent)[0] == sent, "not everything came after resuming")


@case
def resuming_without_a_pause_changes_nothing(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"resume {one}", f"pause {one}", f"pause {one}", f"resume {one}")
        sock.sendall(b"abc")
        peer.await_bytes(one, 3)


@case
def the_peers_half_close_is_told(peer):
    with connected(peer) as (sock, one):
        sock.sendall(b"bye")
        sock.shutdown(socket.SHUT_WR)
        peer.expect("ended", one)
        check(peer.count(one)[0] == 3, "bytes were lost")


@case
def after_the_peers_half_close_we_can_still_write(peer):
    with connected(peer) as (sock, one):
        sock.shutdown(socket.SHUT_WR)
        peer.expect("ended", one)
        peer.tell(f"send {one} 6c617465", f"fin {one}")
        check(receive_all(sock) == b"late", "not what was sent")


@case
def after_our_half_close_we_can_still_read(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"fin {one}")
        check(receive_all(sock) == b"", "bytes out of nowhere")
        sock.sendall(b"late")
        peer.await_bytes(one, 4)


@case
def a_half_close_comes_after_every_byte(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"send {one} {pattern(200_000).hex()}", f"fin {one}")
        check(receive_all(sock) == pattern(200_000), "bytes were lost")


@case
def a_half_close_waits_for_a_slow_reader(peer):
    with connected(peer, small_buffers=True) as (sock, one):
        peer.tell(f"send {one} {pattern(250_000).hex()}", f"fin {one}")
        time.sleep(0.5)
        check(receive_all(sock) == pattern(250_000), "bytes were lost")


@case
def half_closes_of_both_sides_then_close(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"fin {one}")
        sock.shutdown(socket.SHUT_WR)
        peer.expect("ended", one)
        peer.tell(f"close {one}")
        check(peer.expect("closed", one) == ["-"], "an error")


@case
def a_half_close_during_a_pause_is_told_after_it(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"pause {one}")
        peer.settle()
        sock.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        peer.tell(f"resume {one}")
        peer.expect("ended", one)


@case
def a_graceful_close_loses_nothing(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"send {one} {pattern(200_000).hex()}", f"close {one}")
        check(receive_all(sock) == pattern(200_000), "bytes were lost")
        sock.close()
        check(peer.expect("closed", one) == ["-"], "an error")


@case
def a_graceful_close_of_an_idle_connection_ends_both_sides(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"close {one}")
        check(receive_all(sock) == b"", "bytes out of nowhere")
        sock.close()
        check(peer.expect("closed", one) == ["-"], "an error")


@case
def a_graceful_close_waits_two_seconds_for_the_peer(peer):
    with connected(peer) as (_, one):
        begin = time.monotonic()
        peer.tell(f"close {one}")
        check(peer.expect("closed", one) == ["-"], "an error")
        check(1.8 < time.monotonic() - begin < 4, f"after {time.monotonic() - begin:.2f} s")


@case
def a_graceful_close_ends_while_the_peer_keeps_sending(peer):
    with connected(peer) as (sock, one):
        thread = send_in_background(sock, pattern(64 * MIB))
        peer.await_bytes(one, 1000)
        peer.tell(f"close {one}")
        peer.expect("closed", one, seconds=10)
        thread.join()


@case
def a_graceful_close_gives_up_on_a_reader_that_stalls(peer):
    with connected(peer, small_buffers=True) as (_, one):
        peer.tell(f"pattern {one} {8 * MIB}")
        time.sleep(0.3)
        peer.tell(f"close {one}")
        peer.expect("closed", one, seconds=5)


def read_slowly(sock, count, seconds, word=b""):
    """Reads until the end, 64 KiB at a time with a rest after each, and may say a word each time."""
    parts, total = [], 0
    while part := receive_all(sock, 64 * 1024):
        parts.append(part)
        total += len(part)
        if word:
            sock.sendall(word)
        time.sleep(seconds)
    check(total == count, f"{total} of {count} bytes came")
    return b"".join(parts)


@case
def a_graceful_close_serves_a_slow_reader_to_the_end(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"burst {one} {8 * MIB}", f"close {one}")
        check(read_slowly(sock, 8 * MIB, 0.2) == pattern(8 * MIB), "not what was sent")


@case
def a_graceful_close_serves_a_slow_reader_with_small_buffers(peer):
    with connected(peer, small_buffers=True) as (sock, one):
        peer.tell(f"burst {one} {4 * MIB}", f"close {one}")
        check(read_slowly(sock, 4 * MIB, 0.1) == pattern(4 * MIB), "not what was sent")


@case
def a_graceful_close_hears_a_slow_reader_that_still_sends(peer):
    # A socket that is closed with unread bytes is reset, and the reader would lose what it has not read.
    with connected(peer) as (sock, one):
        peer.tell(f"burst {one} {8 * MIB}", f"close {one}")
        check(read_slowly(sock, 8 * MIB, 0.05, b"still here") == pattern(8 * MIB), "not what was sent")
        sock.close()
        check(peer.expect("closed", one) == ["-"], "an error")


@case
def a_graceful_close_ends_two_seconds_after_the_last_progress(peer):
    with connected(peer, small_buffers=True) as (sock, one):
        peer.tell(f"burst {one} {8 * MIB}", f"close {one}")
        for _ in range(30):
            receive_all(sock, 64 * 1024)
            time.sleep(0.1)
        begin = time.monotonic()
        check(peer.expect("closed", one, seconds=10) == ["-"], "an error")
        check(1 < time.monotonic() - begin < 4, f"after {time.monotonic() - begin:.2f} s")


@case
def a_graceful_close_gives_a_peer_that_reads_nothing_two_seconds(peer):
    with connected(peer, small_buffers=True) as (_, one):
        begin = time.monotonic()
        peer.tell(f"burst {one} {8 * MIB}", f"close {one}")
        check(peer.expect("closed", one, seconds=10) == ["-"], "an error")
        check(1.8 < time.monotonic() - begin < 4, f"after {time.monotonic() - begin:.2f} s")


@case
def a_second_close_says_nothing_more(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"close {one}", f"close {one}")
        receive_all(sock)
        sock.close()
        peer.expect("closed", one)
        peer.expect_nothing("closed", one)


@case
def an_abort_is_felt_by_the_peer(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"abort {one}")
        drain(sock)
        check(peer.expect("closed", one) == ["-"], "an error")


@case
def an_abort_ends_a_write_in_progress(peer):
    with connected(peer, small_buffers=True) as (sock, one):
        peer.tell(f"pattern {one} {64 * MIB}")
        time.sleep(0.2)
        peer.tell(f"abort {one}")
        peer.expect("closed", one, seconds=5)
        check(drain(sock) < 64 * MIB, "everything was sent")


@case
def an_abort_of_one_leaves_the_other(peer):
    with listen_socket() as server:
        peer.tell(f"dial 1 {multiaddr(server)}", f"dial 2 {multiaddr(server)}")
        peer.expect("connected", 1)
        peer.expect("connected", 2)
        socks = [server.accept()[0] for _ in range(2)]
        peer.tell("abort 1", "send 2 6f6b", "fin 2")
        check(sorted(len(receive_quietly(sock)) for sock in socks) == [0, 2], "the other felt it")


def receive_quietly(sock):
    try:
        return receive_all(sock)
    except ConnectionError:
        return b""


@case
def a_reset_by_the_peer_is_told(peer):
    with connected(peer) as (sock, one):
        reset(sock)
        check(peer.expect("closed", one) == ["reset"], "another reason")


@case
def a_reset_while_we_write_is_told(peer):
    with connected(peer, small_buffers=True) as (sock, one):
        peer.tell(f"pattern {one} {64 * MIB}")
        time.sleep(0.2)
        reset(sock)
        check(peer.expect("closed", one) == ["reset"], "another reason")


@case
def a_peer_that_closes_while_we_write_ends_it(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"pattern {one} {64 * MIB}")
        receive_all(sock, 1000)
        sock.close()
        peer.expect("closed", one)


@case
def commands_for_a_connection_that_is_gone_are_ignored(peer):
    with connected(peer) as (sock, one):
        reset(sock)
        peer.expect("closed", one)
        peer.tell(*[f"{verb} {one}" for verb in ("fin", "close", "abort", "pause", "resume")], f"send {one} 00")
        peer.tell("timer 10")
        peer.expect("timer")
        peer.expect_nothing("closed", one)


@case
def every_id_keeps_its_own_bytes(peer):
    with listen_socket() as server:
        peer.tell(*[f"dial {number} {multiaddr(server)}" for number in range(1, 11)])
        socks = [server.accept()[0] for _ in range(10)]
        for number in range(1, 11):
            peer.expect("connected", number)
        peer.tell(*[f"send {number} {number:02x}{number:02x}" for number in range(1, 11)])
        found = sorted(receive_all(sock, 2) for sock in socks)
        check(found == [bytes([number, number]) for number in range(1, 11)], str(found))


@case
def a_hundred_graceful_closes_at_once(peer):
    with listen_socket() as server:
        peer.tell(*[f"dial {number} {multiaddr(server)}" for number in range(1, 101)])
        socks = [server.accept()[0] for _ in range(100)]
        for number in range(1, 101):
            peer.expect("connected", number)
        peer.tell(*[f"close {number}" for number in range(1, 101)])
        for sock in socks:
            drain(sock)
            sock.close()
        for number in range(1, 101):
            check(peer.expect("closed", number) == ["-"], "an error")


@case
def a_connection_between_two_listeners_of_one_peer(peer):
    first, = peer.listen(1)
    with contextlib.closing(connect(first)) as sock:
        connection = peer.accept(1)
        peer.tell(f"pattern {connection} 1000", f"close {connection}")
        received = receive_all(sock)
        check(received == pattern(len(received)), "not what was sent")


@case
def a_reset_of_a_half_closed_connection_is_no_trap(peer):
    with connected(peer) as (sock, one):
        peer.tell(f"fin {one}")
        receive_all(sock)
        reset(sock)
        words = peer.expect("closed", one)
        check(words in (["reset"], ["-"]), str(words))
        peer.listen()


@case
def silence_is_no_reason_to_close(peer):
    with connected(peer) as (sock, one):
        peer.expect_nothing("closed", one, seconds=2)
        sock.sendall(b"x")
        peer.await_bytes(one, 1)


@case
def an_unknown_command_is_answered(peer):
    peer.tell("nonsense 1")
    check(peer.expect("wrong") == ["nonsense", "1"], "not the command")


@case
def a_failure_names_its_case(peer):
    try:
        peer.expect("never", seconds=0.05)
    except Failure as failure:
        check("never" in str(failure), "the message does not say what was missing")
        return
    raise Failure("the harness does not notice what is missing")
