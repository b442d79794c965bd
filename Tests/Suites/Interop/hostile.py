#!/usr/bin/env python3
"""A hostile peer against Hearsay: whatever it sends, the victim lives, believes nothing false and keeps serving others.

    build/python/bin/python Tests/Suites/Interop/hostile.py [--build native|wasi] [--attack NAME]

The attacker speaks Noise and Yamux by py-libp2p, and pub/sub by bytes made here. All attacks are played against one victim,
one after the other; after each the victim must carry messages between itself and a friend, and the friend through it to a
third. At the end its memory must not have grown by much.
"""

import argparse
import logging
import os
import sys
import time
from contextlib import asynccontextmanager

import trio
from multiaddr import Multiaddr

from hearsay_process import eventually, hearsay
from libp2p import new_host
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.custom_types import TProtocol
from libp2p.peer.id import ID
from libp2p.peer.peerinfo import info_from_p2p_addr
from libp2p.pubsub.pb import rpc_pb2
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE, Transport as Noise
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX, Yamux

TOPIC = "hostile"
ROOM = "raw:" + TOPIC
MESHSUB = TProtocol("/meshsub/1.2.0")
MEGABYTE = 1 << 20


def uvarint(number):
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def framed(body):
    return uvarint(len(body)) + body


def field(number, body):
    """A length-delimited protobuf field."""
    return uvarint(number << 3 | 2) + framed(body)


def control(number, body):
    """An RPC with one control entry: 1 IHAVE, 2 IWANT, 3 GRAFT, 4 PRUNE, 5 IDONTWANT."""
    return field(3, field(number, body))


def subscribe(topic, on=True):
    return field(1, bytes([8, on]) + field(2, topic.encode()))


def rpcs_in(received):
    """The RPCs in what the victim has sent."""
    rest = bytes(received)
    while rest:
        length = shift = 0
        for position, byte in enumerate(rest):
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        else:
            return
        if len(rest) < position + 1 + length:
            return
        yield rpc_pb2.RPC.FromString(rest[position + 1:position + 1 + length])
        rest = rest[position + 1 + length:]


class Attacker:
    """A connection of an attacker, with its stream to the victim."""

    def __init__(self, host, key_pair, victim):
        self.host, self.key_pair, self.victim = host, key_pair, victim
        self.received = bytearray()
        self.reads = True
        self.stream = None
        self.number = 0

    @property
    def id(self):
        return self.host.get_id()

    async def take(self, stream):
        """The victim's stream to us."""
        try:
            while self.reads:
                chunk = await stream.read(65536)
                if not chunk:
                    return
                self.received += chunk
            await trio.sleep_forever()
        except Exception:
            pass  # The victim may well end it.

    async def open(self):
        return await self.host.new_stream(ID.from_string(self.victim.peer), [MESHSUB])

    async def send(self, *rpcs, stream=None):
        """Sends RPCs; returns whether the victim still took them."""
        try:
            with trio.fail_after(20):
                for rpc in rpcs:
                    await (stream or self.stream).write(framed(rpc))
            return True
        except Exception:
            return False

    def message(self, text, **changes):
        """A signed message in an RPC, some of its fields changed after or (in `before`) before signing."""
        self.number += 1
        message = rpc_pb2.Message(
            from_id=self.id.to_bytes(), data=text.encode(), seqno=(time.time_ns() + self.number).to_bytes(8, "big"),
            topicIDs=[TOPIC])
        self.change(message, changes.pop("before", {}))
        message.signature = self.key_pair.private_key.sign(b"libp2p-pubsub:" + message.SerializeToString())
        self.change(message, changes)
        return field(2, message.SerializeToString())

    @staticmethod
    def change(message, changes):
        for name, value in changes.items():
            if value is None:
                message.ClearField(name)
            elif name == "topicIDs":
                message.topicIDs[:] = value
            else:
                setattr(message, name, value)

    def is_connected(self):
        return bool(self.host.get_network().get_connections(ID.from_string(self.victim.peer)))


@asynccontextmanager
async def attacker(victim):
    key_pair = create_new_key_pair()
    host = new_host(
        key_pair=key_pair,
        sec_opt={NOISE: Noise(key_pair, noise_privkey=create_noise_key_pair().private_key)},
        muxer_opt={YAMUX: Yamux})
    async with host.run(listen_addrs=[]):
        peer = Attacker(host, key_pair, victim)
        host.set_stream_handler(MESHSUB, peer.take)
        await host.connect(info_from_p2p_addr(Multiaddr(victim.address)))
        peer.stream = await peer.open()
        await peer.send(subscribe(TOPIC))
        yield peer


# The attacks. Each gets the victim, its friend and a connected attacker.

async def garbage(victim, friend, enemy):
    """Bytes that are no protobuf cost the connection."""
    await enemy.send(b"\xff" * 100)
    await eventually(lambda: not enemy.is_connected(), "the connection is closed")


async def giants(victim, friend, enemy):
    """A length of 2 GiB and RPCs above 1 MiB are not waited for."""
    for length in (0x7FFF_FFFF, (1 << 63) - 1, MEGABYTE + 1):
        stream = await enemy.open()
        try:
            with trio.fail_after(20):
                await stream.write(uvarint(length) + b"x" * 70_000)
        except Exception:
            pass  # It resets the stream while we write.


async def empty_elements(victim, friend, enemy):
    """A mebibyte of two-byte elements, each of which would become an object."""
    await enemy.send(b"\x12\x00" * (MEGABYTE // 2 - 1))
    await eventually(lambda: not enemy.is_connected(), "the connection is closed")


async def forgeries(victim, friend, enemy):
    """Messages with wrong signatures, authors, numbers: none is shown, and the sender is graylisted."""
    other = ID.from_string(friend.peer).to_bytes()
    forged = [
        enemy.message("forged", signature=b"\0" * 64),
        enemy.message("forged", signature=b""),
        enemy.message("forged", signature=None),
        enemy.message("forged", from_id=other),
        enemy.message("forged", before={"from_id": other}),
        enemy.message("forged", before={"from_id": ID.from_string(victim.peer).to_bytes()}),
        enemy.message("forged", before={"from_id": b"\x00\x24garbage"}),
        enemy.message("forged", before={"from_id": None}),
        enemy.message("forged", before={"seqno": b"\0" * 9}),
        enemy.message("forged", before={"seqno": b"\1"}),
        enemy.message("forged", before={"seqno": None}),
        enemy.message("forged", data=b"forged afterwards"),
        enemy.message("forged", topicIDs=["elsewhere"]),
        enemy.message("forged", key=create_new_key_pair().public_key.serialize()),
    ]
    for rpc in forged:
        await enemy.send(rpc)
    await enemy.send(*forged * 50)

    async def is_graylisted():
        report = await victim.ask("/peers", "peers")
        return any(peer["peer"] == str(enemy.id) and peer["score"] < -80 for peer in report["peers"])

    await eventually(is_graylisted, "the attacker is graylisted")
    await enemy.send(enemy.message("honest at last"))
    await trio.sleep(1)
    shown = [entry["text"] for entry in victim.events if entry["event"] == "message"]
    assert not [text for text in shown if "forged" in text or "honest" in text], shown[-3:]


async def unknown_fields(victim, friend, enemy):
    """What later versions may add is passed over: this message is good."""
    unknown = field(9, b"?" * 1_000) + uvarint(77 << 3) + uvarint(5) + uvarint(78 << 3 | 5) + b"1234"
    await enemy.send(unknown + enemy.message("with unknown fields") + field(3, field(99, b"new control")))
    await victim.wait("message", text="with unknown fields", seconds=10)
    await friend.wait("message", text="with unknown fields", seconds=10)


async def subscriptions(victim, friend, enemy):
    """Fifty thousand topics, and subscribing and leaving again and again."""
    for batch in range(50):
        await enemy.send(b"".join(subscribe(f"topic {batch} {number}") for number in range(1_000)))
    await enemy.send(*(subscribe(TOPIC, number % 2 == 1) for number in range(4_000)))


async def have_flood(victim, friend, enemy):
    """Thousands of ids that never come."""
    for batch in range(40):
        ids = b"".join(field(2, os.urandom(40)) for _ in range(5_000))
        if not await enemy.send(control(1, field(1, TOPIC.encode()) + ids)):
            return


async def want_flood(victim, friend, enemy):
    """One message asked for ten thousand times is sent three times."""
    text = f"asked for {os.urandom(4).hex()}"
    await friend.type(text)
    entry = await victim.wait("message", text=text)
    await trio.sleep(0.2)
    identifier = bytes.fromhex(entry["id"])
    before = enemy.received.count(text.encode())
    wish = control(2, field(1, identifier) * 100)
    await enemy.send(*[wish] * 100)
    await eventually(lambda: enemy.received.count(text.encode()) >= before + 3, "three copies")
    await trio.sleep(1)
    copies = enemy.received.count(text.encode()) - before
    assert copies == 3, f"{copies} copies"


async def graft_flood(victim, friend, enemy):
    """GRAFT after GRAFT while the backoff runs: answered by PRUNE until the score is bad enough for silence."""
    topic = field(1, TOPIC.encode())
    await enemy.send(control(4, topic + bytes([0x18]) + uvarint(60)))
    await enemy.send(*[control(3, topic)] * 2_000)
    await eventually(
        lambda: any(rpc.control.prune for rpc in rpcs_in(enemy.received)), "PRUNE answers")

    async def is_graylisted():
        report = await victim.ask("/peers", "peers")
        return any(
            peer["peer"] == str(enemy.id) and peer["score"] < -80 and ROOM not in peer["mesh"]
            for peer in report["peers"])

    await eventually(is_graylisted, "the attacker is graylisted, and not in the mesh")
    prunes = sum(len(rpc.control.prune) for rpc in rpcs_in(enemy.received))
    assert prunes < 20, f"{prunes} PRUNEs to 2,000 GRAFTs"


async def huge_backoffs(victim, friend, enemy):
    """Backoffs near 2^64 seconds, three heartbeats long watched."""
    topic = field(1, TOPIC.encode())
    for seconds in ((1 << 64) - 1, 1 << 63, (1 << 63) - 1, 9_223_372_036, 0):
        await enemy.send(control(4, topic + bytes([0x18]) + uvarint(seconds)))
    await trio.sleep(3.2)


async def decline_flood(victim, friend, enemy):
    """A hundred thousand declined ids."""
    for _ in range(1_000):
        if not await enemy.send(control(5, b"".join(field(1, os.urandom(40)) for _ in range(100)))):
            return


async def streams(victim, friend, enemy):
    """Streams that say nothing, that break off inside an RPC, many at once; the last one counts."""
    for number in range(30):
        try:
            with trio.fail_after(10):
                stream = await enemy.open()
                if number % 2:
                    await stream.write(framed(b"x" * 500)[:100])
                if number % 3:
                    await stream.reset()
        except Exception:
            continue  # Refused beyond a limit, or taken away by a newer one.
    enemy.stream = await enemy.open()
    await enemy.send(subscribe(TOPIC), enemy.message("by the last stream"))
    await victim.wait("message", text="by the last stream", seconds=10)


async def deaf(victim, friend, enemy):
    """A mesh member that reads nothing, while the others talk."""
    enemy.reads = False
    await enemy.send(control(3, field(1, TOPIC.encode())))
    for number in range(300):
        await friend.type(f"past the deaf {number} " + "x" * 8_000)
    await eventually(lambda: victim_heard(victim, "past the deaf 299"), "everything passes")
    heard = {entry["text"].split(" x")[0] for entry in victim.events if entry["event"] == "message"}
    missing = [number for number in range(300) if f"past the deaf {number}" not in heard]
    assert not missing, f"{len(missing)} are missing"


def victim_heard(victim, beginning):
    return any(entry["event"] == "message" and entry["text"].startswith(beginning) for entry in victim.events)


ATTACKS = [
    garbage, giants, empty_elements, forgeries, unknown_fields, subscriptions, have_flood, want_flood, graft_flood,
    huge_backoffs, decline_flood, streams, deaf,
]


async def still_serves(victim, friend, third, name):
    """The victim hears, is heard, and passes on what goes from one friend to the other."""
    assert victim.is_alive, "the victim has ended"
    await victim.type(f"alive after {name}")
    await friend.wait("message", text=f"alive after {name}")
    await friend.type(f"friend after {name}")
    await victim.wait("message", text=f"friend after {name}")
    await third.wait("message", text=f"friend after {name}")


def resident_kilobytes(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


async def play(build, attacks):
    failures = 0
    async with hearsay(build, "--room", ROOM) as victim:
        guest = ["--room", ROOM, "--dial", victim.address]
        async with hearsay("native", *guest) as friend, hearsay("native", *guest) as third:
            await still_serves(victim, friend, third, "the start")
            before = resident_kilobytes(victim.process)
            for attack in attacks:
                start = time.monotonic()
                outcome = "ok"
                try:
                    with trio.fail_after(120):
                        async with attacker(victim) as enemy:
                            await attack(victim, friend, enemy)
                            await still_serves(victim, friend, third, attack.__name__)
                        await still_serves(victim, friend, third, attack.__name__ + " is over")
                except Exception as problem:
                    outcome = "FAILED: " + "; ".join(leaves(problem))
                    failures += 1
                print(f"  {build:6} {attack.__name__:16} {time.monotonic() - start:5.1f} s  {outcome}", flush=True)
                if not victim.is_alive:
                    return failures
            growth = resident_kilobytes(victim.process) - before
            # The caches alone may hold 16 MiB of messages, the queue of the deaf one 4 MiB.
            print(f"  {build:6} memory: {before // 1024} MiB before, {growth // 1024} MiB more after", flush=True)
            if growth > 128 * 1024:
                failures += 1
    return failures


def leaves(problem):
    """The exceptions inside exception groups, one text each."""
    if isinstance(problem, BaseExceptionGroup):
        return [text for part in problem.exceptions for text in leaves(part)]
    return [f"{type(problem).__name__}: {problem}"]


async def main(options):
    names = {attack.__name__: attack for attack in ATTACKS}
    chosen = [names[name] for name in options.attack or names]
    failures = 0
    for build in options.build or ["native", "wasi"]:
        failures += await play(build, chosen)
    return 1 if failures else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A hostile peer against Hearsay.")
    parser.add_argument("--build", action="append", choices=["native", "wasi"])
    parser.add_argument("--attack", action="append", choices=[attack.__name__ for attack in ATTACKS])
    logging.disable(logging.CRITICAL)
    sys.exit(trio.run(main, parser.parse_args()))
