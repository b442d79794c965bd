"""Attacks inside the secured channel: on the muxer, on streams, on gossip."""

import os
import random
import socket
import struct
import time

from arena import attack, expect, newcomer, refusal_is_fine
from channel import (
    ACK, DATA, FIN, GO_AWAY, PING, RST, SYN, WINDOW_UPDATE, Channel, field, frame, message, varint,
)


def at_yamux(host, port, data):
    """Sends it as Yamux frames; whether the victim ends the connection."""
    channel = Channel(host, port)
    channel.mux()
    with refusal_is_fine():
        channel.send(data)
        channel.send(frame(PING, SYN, 0, 1))
    ended = channel.wait_closed(2)
    channel.close()
    return ended


@attack
def frames_against_the_rules(host, port):
    for name, data in {
        "version 9": frame(DATA, SYN, 1, 0, version=9),
        "type 9": frame(9, SYN, 1, 0),
        "4 GiB of data": frame(DATA, SYN, 1, 0xFFFFFFFF),
        "data beyond the window": frame(DATA, SYN, 1, 262_145, b"x" * 262_145),
        "an even stream": frame(DATA, SYN, 2, 0),
        "a go-away": frame(GO_AWAY, 0, 0, 1),
    }.items():
        expect(at_yamux(host, port, data), f"{name} is suffered")


@attack
def frames_that_change_nothing(host, port):
    for data in (
        frame(WINDOW_UPDATE, SYN, 1, 0xFFFFFFFF) * 3, frame(WINDOW_UPDATE, SYN, 1, 0) * 20_000,
        frame(DATA, RST, 77, 0) * 1_000, frame(DATA, FIN, 1, 0) * 1_000,
        b"".join(frame(DATA, SYN | FIN | RST, 1 + 2 * number, 0) for number in range(1_000)),
        frame(PING, ACK, 0, 7) * 10_000,
    ):
        at_yamux(host, port, data)


@attack
def streams_that_nobody_uses(host, port):
    channels = []
    for _ in range(4):
        channel = Channel(host, port)
        channel.mux()
        channels.append(channel)
        with refusal_is_fine():
            channel.send(b"".join(frame(DATA, SYN, 1 + 2 * number, 0) for number in range(10_000)))
    newcomer(host, port)
    for channel in channels:
        channel.close()


@attack
def questions_without_reading_the_answers(host, port):
    channel = Channel(host, port)
    channel.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    channel.mux()
    channel.sock.settimeout(2)
    with refusal_is_fine():
        for start in range(0, 100_000, 1_000):
            channel.send(b"".join(frame(PING, SYN, 0, number) for number in range(start, start + 1_000)))
    other = Channel(host, port)
    other.mux()
    other.sock.settimeout(2)
    with refusal_is_fine():
        for number in range(20_000):
            other.open(1 + 2 * number, "/none/1.0.0")
    newcomer(host, port)
    channel.close()
    other.close()


@attack
def a_terabyte_asked_for_and_not_read(host, port):
    channels = []
    for _ in range(4):
        channel = Channel(host, port)
        channel.mux()
        channel.open(1, "/perf/1.0.0")
        with refusal_is_fine():
            channel.send(frame(DATA, FIN, 1, 8, struct.pack(">Q", 1 << 40)))
            channel.send(frame(WINDOW_UPDATE, 0, 1, 1 << 30))
        channels.append(channel)
    time.sleep(2)
    newcomer(host, port)
    for channel in channels:
        channel.close()


@attack
def data_one_byte_at_a_time(host, port):
    channel = Channel(host, port)
    channel.mux()
    channel.open(1, "/ipfs/ping/1.0.0")
    with refusal_is_fine():
        for _ in range(100):
            channel.send(frame(DATA, 0, 1, 1, b"x") * 1_000)
    channel.close()


@attack
def proposals_without_end_on_a_stream(host, port):
    channel = Channel(host, port)
    channel.mux()
    with refusal_is_fine():
        for number in range(200):
            data = message("/multistream/1.0.0") + message("/none/1.0.0") * 500
            channel.send(frame(DATA, SYN, 1 + 2 * number, len(data), data))
    channel.close()


def gossip(host, port, *payloads):
    """Sends these RPCs, of less than the first window, once the victim has agreed to speak gossip."""
    data = b"".join(varint(len(payload)) + payload for payload in payloads)
    expect(len(data) < 250_000, "the muxer would end it before gossip sees it")
    channel = Channel(host, port)
    channel.mux()
    channel.open_agreed(1, "/meshsub/1.1.0")
    with refusal_is_fine():
        for start in range(0, len(data), 60_000):
            part = data[start:start + 60_000]
            channel.send(frame(DATA, 0, 1, len(part), part))
    channel.wait_closed(0.5)
    channel.close()


@attack
def gossip_that_cannot_be_read(host, port):
    chance = random.Random(7)
    gossip(host, port, b"\xff" * 1_000)
    for _ in range(5):
        gossip(host, port, *[chance.randbytes(200) for _ in range(300)])
    gossip(host, port, *[field(1, b"") * 10_000] * 5)
    channel = Channel(host, port)
    channel.mux()
    channel.open_agreed(1, "/meshsub/1.1.0")
    with refusal_is_fine():
        data = varint(1 << 40) + b"x"
        channel.send(frame(DATA, 0, 1, len(data), data))
    channel.wait_closed(0.5)
    channel.close()


@attack
def gossip_about_endless_topics(host, port):
    for part in range(4):
        topics = [field(1, b"\x08\x01" + field(2, b"topic %d" % number)) for number in range(part * 10_000, (part + 1) * 10_000)]
        gossip(host, port, *[b"".join(topics[start:start + 500]) for start in range(0, 10_000, 500)])
    grafts = [field(3, field(3, field(1, b"novel %d" % number))) for number in range(10_000)]
    gossip(host, port, b"".join(grafts))
    gossip(host, port, *grafts)


@attack
def gossip_of_messages_that_do_not_exist(host, port):
    chance = random.Random(8)
    for _ in range(4):
        ihave = field(1, field(1, b"lobby") + field(2, chance.randbytes(20)) * 100)
        gossip(host, port, *[field(3, ihave)] * 80)
        iwant = field(2, b"".join(field(1, chance.randbytes(20)) for _ in range(5_000)))
        gossip(host, port, field(3, iwant))


@attack
def gossip_with_forged_signatures(host, port):
    author = b"\0\x24\x08\x01\x12\x20" + os.urandom(32)
    for topic in (b"hearsay/1/lobby", b"lobby"):
        forged = [
            field(2, field(1, author) + field(2, b"x" * 100) + field(3, struct.pack(">Q", number)) + field(4, topic)
                  + field(5, os.urandom(64))) for number in range(900)]
        gossip(host, port, *forged)
