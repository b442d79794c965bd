"""Attacks that need no handshake, and attacks on the handshake."""

import contextlib
import os
import random
import socket
import threading
import time

from arena import STAGES, Drip, attack, channel_at, expect, newcomer, refusal_is_fine, reset, source
from channel import Channel, message, tcp, varint


# Without a handshake


@attack
def silence_from_many_hosts(host, port):
    socks = [tcp(host, port, source(number)) for number in range(500)]
    newcomer(host, port)
    for sock in socks:
        sock.close()


@attack
def silence_from_one_host_while_another_shakes_hands(host, port):
    slow = Channel(host, port, "127.9.9.9")
    slow.agree()
    socks = [tcp(host, port) for _ in range(500)]
    slow.first_message()
    slow.handshake_frame(slow.noise.write_message(slow.payload()))
    slow.send(message("/multistream/1.0.0") + message("/yamux/1.0.0"))
    expect(slow.receive(1), "the slow one was pushed out")
    for sock in [slow, *socks]:
        sock.close()


@attack
def connects_from_many_hosts_at_once(host, port):
    def flood(thread):
        for number in range(500):
            with contextlib.suppress(OSError):
                tcp(host, port, source(thread * 500 + number)).close()

    threads = [threading.Thread(target=flood, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@attack
def half_closed_at_once(host, port):
    socks = [tcp(host, port) for _ in range(300)]
    for sock in socks:
        sock.shutdown(socket.SHUT_WR)
    for sock in socks:
        sock.settimeout(10)
        with refusal_is_fine():
            while sock.recv(1000):
                pass
        sock.close()


@attack
def resets_at_every_stage(host, port):
    for stage in STAGES:
        for _ in range(40):
            reset(channel_at(stage, host, port).sock)


@attack
def garbage_at_every_stage(host, port):
    for stage in STAGES:
        for number in range(8):
            channel = channel_at(stage, host, port)
            with refusal_is_fine():
                channel.sock.sendall(random.Random(number).randbytes(100_000))
            expect(channel.wait_closed(), f"garbage when {stage} is suffered")
            channel.close()


@attack
def long_lines_and_huge_frames_in_the_clear(host, port):
    for data in (
        b"\xff" * 100, varint(1 << 62) + b"x", varint(16_385) + b"x" * 16_385, b"\x00" * 100_000,
        message("/multistream/1.0.0") + message("/none/1") * 2_000, message("GET / HTTP/1.1\r") * 10,
        message("/multistream/1.0.0") + message("/noise") + b"\xff\xff" + b"\0" * 65_535,
        message("/multistream/1.0.0") + message("/noise") + b"\0\0" * 10,
    ):
        channel = Channel(host, port)
        with refusal_is_fine():
            channel.sock.sendall(data)
        expect(channel.wait_closed(), f"{data[:40]!r} is suffered")
        channel.close()


# In the handshake


@attack
def handshakes_with_a_wrong_proof(host, port):
    for number in range(100):
        channel = Channel(host, port)
        channel.agree()
        channel.first_message()
        proof = bytearray(channel.payload())
        proof[number % len(proof)] ^= 1 << number % 8
        channel.handshake_frame(channel.noise.write_message(bytes(proof)))
        # A bit that says nothing (the least of the high ones in a length, say) does not exist in so short a proof.
        channel.send(message("/multistream/1.0.0") + message("/yamux/1.0.0"))
        expect(channel.wait_closed(), f"a proof with byte {number} changed is believed")
        channel.close()


@attack
def first_messages_by_the_hundred(host, port):
    for _ in range(300):
        channel = Channel(host, port)
        channel.sock.sendall(message("/multistream/1.0.0") + message("/noise") + b"\0\x20" + os.urandom(32))
        channel.close()


@attack
def an_honest_peer_with_one_byte_in_a_segment(host, port):
    channel = Channel(host, port)
    channel.sock = Drip(channel.sock)
    channel.mux()
    channel.close()


@attack
def handshakes_that_never_end(host, port):
    """A byte now and then keeps no handshake alive beyond its deadline of 15 seconds."""
    socks = [tcp(host, port) for _ in range(40)]
    begin = time.monotonic()
    line = message("/multistream/1.0.0") + message("/noise")
    alive = set(socks)
    for number in range(40):
        time.sleep(0.5)
        for sock in list(alive):
            try:
                sock.sendall(line[number:number + 1] or b"\0")
            except ConnectionError:
                alive.discard(sock)
        if not alive:
            break
    expect(not alive, f"{len(alive)} live on after {time.monotonic() - begin:.0f} s")
    for sock in socks:
        sock.close()
