#!/usr/bin/env python3
"""A libp2p peer that nobody of this project wrote: py-libp2p, driven by lines on stdin.

It takes the options of `hearsay --headless --json` and answers with the same JSON events on stdout, so that
a script cannot tell which program it talks to. Everything between the two pipes and the socket is py-libp2p:
Ed25519 identity, Noise, Yamux, identify, ping and gossipsub. It knows rooms of plain text only (`raw:TOPIC`).

Beyond Hearsay's commands it has `/ping PEER` (event `ping`: rtt_ms) and `/identify PEER` (event `identify`:
agent, protocols, addresses), which open these streams anew and report what the other side answered.
"""

import argparse
import json
import logging
import os
import sys
import time

import trio
from multiaddr import Multiaddr

from libp2p import new_host
from libp2p.abc import INotifee
from libp2p.rcmgr import Direction
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.serialization import deserialize_public_key
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.custom_types import TProtocol
from libp2p.host.ping import PingService
from libp2p.identity.identify.identify import AGENT_VERSION, ID as IDENTIFY, parse_identify_response
from libp2p.network.stream.exceptions import StreamEOF
from libp2p.peer.id import ID
from libp2p.peer.peerinfo import info_from_p2p_addr
from libp2p.pubsub.gossipsub import GossipSub
from libp2p.pubsub.pubsub import Pubsub
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE, Transport as Noise
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX, Yamux
from libp2p.tools.anyio_service import background_trio_service

RAW = "raw:"
REDIAL_SECONDS = (0.2, 0.4, 0.8, 1.6, 3.0)
# Field 1 (type) = Ed25519, field 2 (data), 64 bytes: the seed and the public key.
KEY_PREFIX = bytes.fromhex("08011240")


def emit(event, **fields):
    """Writes one event as one line of JSON, at once."""
    sys.stdout.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class UsageError(Exception):
    """A command line or an input line that means nothing to this peer."""


class WatchedPubsub(Pubsub):
    """py-libp2p's pubsub; tells the stranger about messages and about who is in its topics."""

    def __init__(self, host, router, stranger):
        super().__init__(host, router, strict_signing=True)
        self.stranger = stranger
        self.members = {}
        self.last_published = b""

    def notify_subscriptions(self, publish_message):
        # Not by the subscription's channel: that one holds 32 messages and drops the others silently.
        if any(topic in self.stranger.topics for topic in publish_message.topicIDs):
            self.stranger.receive(publish_message)

    def handle_subscription(self, origin_id, sub_message):
        super().handle_subscription(origin_id, sub_message)
        self.report_members()

    def _handle_dead_peer(self, peer_id):
        super()._handle_dead_peer(peer_id)
        self.report_members()

    def report_members(self):
        """Compares who is in our topics with who was, and says what changed."""
        joined = self.stranger.topics
        for topic in sorted(self.members.keys() - joined):
            del self.members[topic]
        for topic in sorted(joined):
            there = set(self.peer_topics.get(topic, ()))
            before = self.members.get(topic, set())
            for action, peers in (("join", there - before), ("leave", before - there)):
                for peer in sorted(peers, key=str):
                    emit("member", room=RAW + topic, peer=str(peer), action=action)
            self.members[topic] = there


class Watcher(INotifee):
    """Reports connections as `connected` and `disconnected` events."""

    def __init__(self):
        self.connected_peers = {}

    async def connected(self, network, conn):
        peer = conn.muxed_conn.peer_id
        if peer not in self.connected_peers:
            self.connected_peers[peer] = trio.Event()
            direction = "in" if is_incoming(conn) else "out"
            emit("connected", peer=str(peer), address=remote_address(conn), direction=direction)

    async def disconnected(self, network, conn):
        peer = conn.muxed_conn.peer_id
        if not [other for other in network.get_connections(peer) if other is not conn]:
            gone = self.connected_peers.pop(peer, None)
            if gone is not None:
                gone.set()
                emit("disconnected", peer=str(peer), reason="the connection ended")

    async def opened_stream(self, network, stream):
        pass

    async def closed_stream(self, network, stream):
        pass

    async def listen(self, network, multiaddr):
        pass

    async def listen_close(self, network, multiaddr):
        pass


class Stranger:
    """The peer: its host, its pubsub, the rooms it is in."""

    def __init__(self, options):
        self.options = options
        self.topics = set()
        self.current = None
        self.watcher = Watcher()
        key_pair = create_new_key_pair(identity_seed(options.identity))
        # The default set of py-libp2p would offer TLS, SECIO, plaintext and Mplex as well.
        self.host = new_host(
            key_pair=key_pair,
            sec_opt={NOISE: Noise(key_pair, noise_privkey=create_noise_key_pair().private_key)},
            muxer_opt={YAMUX: Yamux},
        )
        router = GossipSub(
            protocols=[TProtocol(protocol) for protocol in options.protocol],
            degree=6,
            degree_low=4,
            degree_high=12,
            heartbeat_initial_delay=0.1,
            heartbeat_interval=1,
            spam_protection_enabled=False,
            eclipse_protection_enabled=False,
            adaptive_gossip_enabled=False,
        )
        self.router = router
        self.pubsub = WatchedPubsub(self.host, router, self)
        self.ping = PingService(self.host)

    async def run(self):
        """Runs until `/quit`, the end of stdin or a signal."""
        listen = [Multiaddr(address) for address in self.options.listen if address != "none"]
        async with self.host.run(listen_addrs=listen), trio.open_nursery() as nursery:
            self.nursery = nursery
            self.host.get_network().register_notifee(self.watcher)
            async with background_trio_service(self.pubsub), background_trio_service(self.router):
                await self.pubsub.wait_until_ready()
                emit("ready", peer=str(self.host.get_id()), agent=AGENT_VERSION, engine="py")
                for address in self.host.get_transport_addrs() if listen else ():
                    emit("listening", address=with_peer(address, self.host.get_id()))
                for room in self.options.room:
                    await self.join(room)
                for address in self.options.dial:
                    nursery.start_soon(self.keep_dialling, address)
                reason = await self.read_commands()
            nursery.cancel_scope.cancel()
        emit("closed", reason=reason)

    async def read_commands(self):
        """Obeys stdin line by line; returns why it stopped."""
        async for line in lines(trio.lowlevel.FdStream(os.dup(0))):
            try:
                if line == "/quit":
                    return "quit"
                await self.obey(line)
            except UsageError as problem:
                emit("error", message=str(problem))
            except Exception as problem:
                emit("error", message=f"{type(problem).__name__}: {problem}")
        if self.options.stay:
            await trio.sleep_forever()
        return "end of input"

    async def obey(self, line):
        """One line of input: a command when it starts with a single slash, otherwise text."""
        if not line.startswith("/") or line.startswith("//"):
            await self.say(self.current, line[1:] if line.startswith("//") else line)
            return
        command, _, rest = line[1:].partition(" ")
        match command:
            case "join":
                await self.join(rest)
            case "part":
                await self.part(rest or self.current)
            case "room":
                topic_of(rest)
                self.current = rest
            case "say":
                room, _, text = rest.partition(" ")
                await self.say(room, text)
            case "dial":
                self.nursery.start_soon(self.keep_dialling, rest)
            case "rooms":
                emit("rooms", rooms=sorted(RAW + topic for topic in self.topics))
            case "peers":
                self.report_peers()
            case "ping":
                self.nursery.start_soon(self.send_ping, ID.from_string(rest))
            case "identify":
                self.nursery.start_soon(self.ask_identity, ID.from_string(rest))
            case _:
                raise UsageError(f"unknown command: /{command}")

    # Rooms

    async def join(self, room):
        topic = topic_of(room)
        self.current = room
        if topic in self.topics:
            return
        self.topics.add(topic)
        await self.pubsub.subscribe(topic)
        emit("joined", room=room)
        self.pubsub.report_members()

    async def part(self, room):
        topic = topic_of(room)
        if topic not in self.topics:
            raise UsageError(f"not in room {room}")
        await self.pubsub.unsubscribe(topic)
        self.topics.discard(topic)
        self.pubsub.report_members()
        self.current = RAW + min(self.topics) if self.topics else None
        emit("left", room=room)

    async def say(self, room, text):
        topic = topic_of(room or "")
        await self.pubsub.publish(topic, text.encode())
        reached = len(self.pubsub.peer_topics.get(topic, ()))
        emit("sent", room=room, id=self.pubsub.last_published.hex(), peers=reached)

    def receive(self, message):
        """A message of a topic we subscribe to, our own included: called by pubsub once per message."""
        author = ID(message.from_id)
        own = author == self.host.get_id()
        if own:
            self.pubsub.last_published = self.pubsub.get_message_id(message)
        for topic in message.topicIDs:
            emit(
                "message",
                room=RAW + topic,
                id=self.pubsub.get_message_id(message).hex(),
                **{"from": str(author)},
                nick=self.options.nick if own else str(author)[-6:],
                text=message.data.decode(errors="replace"),
                time=int(time.time() * 1000),
                self=own,
            )

    # Peers

    async def keep_dialling(self, address):
        """Dials, and dials again whenever the connection is gone, waiting longer after every failure."""
        failures = 0
        while True:
            try:
                info = info_from_p2p_addr(Multiaddr(address))
            except Exception as problem:
                emit("error", message=f"not an address to dial (it needs /p2p/PEER): {address}: {problem}")
                return
            # py-libp2p refuses for minutes to dial a peer that failed a few times; when to dial is decided here.
            self.host.get_network().unblock_peer(info.peer_id)
            try:
                await self.host.connect(info)
                failures = 0
                if (gone := self.watcher.connected_peers.get(info.peer_id)) is not None:
                    await gone.wait()
            except Exception as problem:
                emit("dial-failed", address=address, reason=type(problem).__name__)
            await trio.sleep(REDIAL_SECONDS[min(failures, len(REDIAL_SECONDS) - 1)])
            failures += 1

    def report_peers(self):
        peers = []
        for peer in sorted(self.watcher.connected_peers, key=str):
            connections = self.host.get_network().get_connections(peer)
            incoming = bool(connections) and is_incoming(connections[0])
            mesh = [RAW + topic for topic, members in sorted(self.router.mesh.items()) if peer in members]
            peers.append({
                "peer": str(peer),
                "address": remote_address(connections[0]) if connections else "",
                "direction": "in" if incoming else "out",
                "rtt_ms": None,
                "agent": "",
                "mesh": mesh,
                "score": 0,
            })
        emit("peers", peers=peers)

    async def send_ping(self, peer):
        """Three pings on one stream of `/ipfs/ping/1.0.0`; py-libp2p compares the echoed bytes."""
        try:
            with trio.fail_after(10):
                started = time.monotonic()
                await self.ping.ping(peer, ping_amt=3)
                emit("ping", peer=str(peer), count=3, rtt_ms=(time.monotonic() - started) * 1000 / 3)
        except Exception as problem:
            emit("error", message=f"ping {peer}: {type(problem).__name__}: {problem}")

    async def ask_identity(self, peer):
        """Opens `/ipfs/id/1.0.0` and reports what the other side says about itself."""
        try:
            with trio.fail_after(10):
                stream = await self.host.new_stream(peer, [IDENTIFY])
                answer = parse_identify_response(await stream_to_end(stream))
        except Exception as problem:
            emit("error", message=f"identify {peer}: {type(problem).__name__}: {problem}")
            return
        emit(
            "identify",
            peer=str(peer),
            agent=answer.agent_version,
            version=answer.protocol_version,
            protocols=sorted(answer.protocols),
            addresses=[str(Multiaddr(address)) for address in answer.listen_addrs],
            observed=str(Multiaddr(answer.observed_addr)) if answer.observed_addr else "",
            proved=ID.from_pubkey(deserialize_public_key(answer.public_key)) == peer,
        )


def topic_of(room):
    """The gossipsub topic of a room of plain text."""
    if not room.startswith(RAW) or room == RAW:
        raise UsageError(f"this peer has rooms of plain text only (raw:TOPIC), not: {room or 'no room'}")
    return room[len(RAW):]


def with_peer(address, peer):
    text = str(address)
    return text if "/p2p/" in text else f"{text}/p2p/{peer}"


def is_incoming(connection):
    return getattr(connection, "direction", None) == Direction.INBOUND


def remote_address(connection):
    """The other end's socket address as a multiaddr, or an empty text where py-libp2p cannot tell."""
    try:
        host, port = connection.muxed_conn.get_remote_address()
        return f"/{'ip6' if ':' in host else 'ip4'}/{host}/tcp/{port}"
    except Exception:
        return ""


async def stream_to_end(stream):
    """Everything the other side writes until it closes its half."""
    collected = bytearray()
    while True:
        try:
            chunk = await stream.read(4096)
        except StreamEOF:
            return bytes(collected)
        if not chunk:
            return bytes(collected)
        collected += chunk


async def lines(source):
    """The lines of a byte stream, without their line ends; a last line without one counts."""
    pending = bytearray()
    async with source:
        while chunk := await source.receive_some(65536):
            pending += chunk
            while (end := pending.find(b"\n")) >= 0:
                line = pending[:end].decode(errors="replace")
                del pending[: end + 1]
                yield line.rstrip("\r")
    if pending:
        yield pending.decode(errors="replace")


def identity_seed(path):
    """The Ed25519 seed kept in a file in libp2p's private-key form, or a new one."""
    if path == "memory":
        return os.urandom(32)
    try:
        with open(path, "rb") as file:
            key = file.read()
    except FileNotFoundError:
        seed = os.urandom(32)
        public = create_new_key_pair(seed).public_key.to_bytes()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(KEY_PREFIX + seed + public)
        return seed
    if len(key) != 68 or not key.startswith(KEY_PREFIX):
        raise UsageError(f"{path} is not an Ed25519 key in libp2p's private-key form")
    return key[4:36]


def parse_arguments():
    parser = argparse.ArgumentParser(description="A py-libp2p peer driven by lines on stdin.")
    parser.add_argument("--nick", default=os.environ.get("USER", "stranger"))
    parser.add_argument("--room", action="append", help="raw:TOPIC; repeatable; default raw:lobby")
    parser.add_argument("--listen", action="append", help="a multiaddr, or none; repeatable")
    parser.add_argument("--dial", action="append", default=[], help="a multiaddr with /p2p/; repeatable")
    parser.add_argument("--identity", default="memory", help="a key file, or memory")
    parser.add_argument("--protocol", action="append", help="a gossipsub protocol id; repeatable, preferred first")
    parser.add_argument("--stay", action="store_true", help="keep running after the end of stdin")
    parser.add_argument("--headless", action="store_true", help="accepted and ignored: it is always headless")
    parser.add_argument("--json", action="store_true", help="accepted and ignored: it always speaks JSON")
    parser.add_argument("--log-level", default="error")
    options = parser.parse_args()
    options.room = options.room or ["raw:lobby"]
    options.listen = options.listen or ["/ip4/127.0.0.1/tcp/0"]
    options.protocol = options.protocol or ["/meshsub/1.2.0", "/meshsub/1.1.0", "/meshsub/1.0.0"]
    for room in options.room:
        topic_of(room)
    return options


def main():
    try:
        options = parse_arguments()
        logging.basicConfig(level=options.log_level.upper(), stream=sys.stderr)
        # py-libp2p logs ordinary ends of connections as errors; they are wanted on request only.
        if options.log_level == "error":
            logging.disable(logging.ERROR)
        stranger = Stranger(options)
    except UsageError as problem:
        print(f"stranger: {problem}", file=sys.stderr)
        sys.exit(64)
    trio.run(stranger.run)


if __name__ == "__main__":
    main()
