#!/usr/bin/env python3
"""Gossipsub between Hearsay and py-libp2p: meshes, gossip repair, PRUNE and backoff, IDONTWANT, latecomers and strange keys.

    build/python/bin/python Tests/Suites/Interop/gossip.py [--build native|wasi] [--protocol /meshsub/1.1.0]

Each scene is played for both builds and for the protocol ids 1.0.0, 1.1.0 and 1.2.0, of which py-libp2p then speaks only one.
"""

import argparse
import logging
import sys
import time
from contextlib import asynccontextmanager

import trio
from multiaddr import Multiaddr

from hearsay_process import eventually, hearsay
from libp2p import new_host
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.secp256k1 import create_new_key_pair as create_secp256k1_key_pair
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.custom_types import TProtocol
from libp2p.identity.identify_push.identify_push import push_identify_to_peers
from libp2p.peer.id import ID
from libp2p.peer.peerinfo import info_from_p2p_addr
from libp2p.pubsub.gossipsub import GossipSub
from libp2p.pubsub.pubsub import Pubsub
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE, Transport as Noise
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX, Yamux
from libp2p.tools.anyio_service import background_trio_service

TOPIC = "interop"
ROOM = "raw:" + TOPIC
PROTOCOLS = ["/meshsub/1.0.0", "/meshsub/1.1.0", "/meshsub/1.2.0"]


class RecordingGossipSub(GossipSub):
    """py-libp2p's router; keeps every control entry it receives, with its time."""

    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.received = []

    async def handle_rpc(self, rpc, sender):
        for kind in ("ihave", "iwant", "graft", "prune", "idontwant"):
            self.received += [(kind, entry, time.monotonic()) for entry in getattr(rpc.control, kind)]
        await super().handle_rpc(rpc, sender)

    def got(self, kind, since=0):
        return [entry for what, entry, moment in self.received if what == kind and moment >= since]

    def got_id(self, kind, identifier):
        return any(identifier in entry.messageIDs for entry in self.got(kind))


class CollectingPubsub(Pubsub):
    """py-libp2p's pubsub; keeps the texts of others and the ids of its own messages."""

    def __init__(self, host, router):
        super().__init__(host, router, strict_signing=True)
        self.heard = []
        self.last_own = None

    def notify_subscriptions(self, message):
        if ID(message.from_id) == self.host.get_id():
            self.last_own = self.get_message_id(message)
        else:
            self.heard.append(message.data.decode())


class Stranger:
    """A py-libp2p peer in this process, connected to Hearsay alone."""

    def __init__(self, host, pubsub, router):
        self.host, self.pubsub, self.router = host, pubsub, router

    @property
    def id(self):
        return str(self.host.get_id())

    @property
    def address(self):
        """Where it listens."""
        return f"{self.host.get_transport_addrs()[0]}/p2p/{self.id}"

    async def say(self, text):
        """Publishes; returns the message id."""
        await self.pubsub.publish(TOPIC, text.encode())
        return self.pubsub.last_own

    @property
    def next_id(self):
        """The id that the next message will have: seqno and author, by py-libp2p's own function."""
        from libp2p.pubsub.pb import rpc_pb2
        message = rpc_pb2.Message(
            from_id=self.host.get_id().to_bytes(), seqno=(self.pubsub.counter + 1).to_bytes(8, "big"))
        return self.pubsub.get_message_id(message)

    def leave_mesh(self, peer):
        """Forgets a mesh peer without a word, and takes nobody in any more by itself."""
        self.router.degree_low = 0
        self.router.mesh[TOPIC].discard(peer)

    async def prune(self, peer, seconds):
        """Prunes a mesh peer for some seconds."""
        self.router.prune_back_off = seconds
        self.leave_mesh(peer)
        self.router._add_back_off(peer, TOPIC, False)
        await self.router.emit_prune(TOPIC, peer, False, False)


@asynccontextmanager
async def stranger(protocol, address, key_pair=None, listens=False, gossips_after=None):
    """A py-libp2p peer that speaks one protocol id only and dials `address`.

    With `gossips_after` it knows nothing of gossip before that many seconds have passed, and then tells by identify push that it does.
    """
    key_pair = key_pair or create_new_key_pair()
    host = new_host(
        key_pair=key_pair,
        sec_opt={NOISE: Noise(key_pair, noise_privkey=create_noise_key_pair().private_key)},
        muxer_opt={YAMUX: Yamux})
    listen_addrs = [Multiaddr("/ip4/127.0.0.1/tcp/0")] if listens else []
    async with host.run(listen_addrs=listen_addrs):
        there = info_from_p2p_addr(Multiaddr(address))
        if gossips_after:
            await host.connect(there)
            await trio.sleep(gossips_after)
        async with gossiping(host, protocol) as (pubsub, router):
            await pubsub.subscribe(TOPIC)
            if gossips_after:
                await push_identify_to_peers(host)
                await pubsub.ensure_peer_stream(there.peer_id)
            else:
                await host.connect(there)
            yield Stranger(host, pubsub, router)


@asynccontextmanager
async def gossiping(host, protocol):
    """Pubsub and router on a host that runs."""
    router = RecordingGossipSub(
        protocols=[TProtocol(protocol)], degree=6, degree_low=4, degree_high=12,
        heartbeat_initial_delay=0.1, heartbeat_interval=1,
        spam_protection_enabled=False, eclipse_protection_enabled=False, adaptive_gossip_enabled=False)
    pubsub = CollectingPubsub(host, router)
    async with background_trio_service(pubsub), background_trio_service(router):
        await pubsub.wait_until_ready()
        yield pubsub, router


async def in_meshes(ours, peer):
    """Both sides have grafted each other."""
    there = ID.from_string(ours.peer)
    await eventually(lambda: there in peer.router.mesh.get(TOPIC, ()), "py-libp2p's mesh")

    async def ours_has_it():
        return peer.id in await ours.mesh(ROOM)

    await eventually(ours_has_it, "Hearsay's mesh")


# The scenes. Each has a fresh Hearsay, `ours`.

async def mesh_and_messages(ours, protocol):
    """A mesh forms, by the one protocol id, and messages go both ways."""
    async with stranger(protocol, ours.address) as anna:
        await in_meshes(ours, anna)
        report = await ours.ask("/inspect", "inspection")
        assert [peer["protocol"] for peer in report["peers"]] == [protocol], report["peers"]
        await anna.say("from py")
        await ours.wait("message", text="from py")
        await ours.type("from hearsay")
        await eventually(lambda: "from hearsay" in anna.pubsub.heard, "py-libp2p hears Hearsay")


async def repair_of_py(ours, protocol):
    """A message that Hearsay's mesh does not bring to a py peer arrives there by IHAVE and IWANT."""
    async with stranger(protocol, ours.address) as anna, stranger(protocol, ours.address) as ben:
        await in_meshes(ours, anna)
        await in_meshes(ours, ben)
        await anna.prune(ID.from_string(ours.peer), 600)

        async def is_pruned():
            return anna.id not in await ours.mesh(ROOM)

        await eventually(is_pruned, "PRUNE is obeyed")
        identifier = await ben.say("missed by the mesh")
        await eventually(lambda: "missed by the mesh" in anna.pubsub.heard, "gossip repairs")
        assert anna.router.got_id("ihave", identifier), "it was announced, not pushed"


async def repair_of_hearsay(ours, protocol):
    """A message that a py peer's mesh does not bring to Hearsay arrives there by IHAVE and IWANT."""
    async with stranger(protocol, ours.address) as anna:
        await in_meshes(ours, anna)
        anna.leave_mesh(ID.from_string(ours.peer))
        identifier = await anna.say("announced only")
        await ours.wait("message", text="announced only")
        assert anna.router.got_id("iwant", identifier), "it was asked for"
        report = await ours.ask("/inspect", "inspection")
        trace = next(trace for trace in report["traces"] if trace["id"] == identifier.hex())
        assert trace["iwant"] and trace["ihave"] >= 1 and trace["from"] == anna.id, trace


async def prune_and_backoff(ours, protocol):
    """After a PRUNE of three seconds Hearsay comes back when they are over, and not before."""
    async with stranger(protocol, ours.address) as anna:
        await in_meshes(ours, anna)
        there = ID.from_string(ours.peer)
        start = time.monotonic()
        await anna.prune(there, 3)
        await eventually(lambda: anna.router.got("graft", start), "Hearsay grafts again")
        elapsed = time.monotonic() - start
        assert elapsed >= 3, f"Hearsay grafted {elapsed:.1f} s after a PRUNE of 3 s"
        await in_meshes(ours, anna)


async def graft_in_backoff(ours, protocol):
    """A GRAFT that comes while Hearsay's backoff runs is answered by PRUNE, and does not get into the mesh."""
    async with stranger(protocol, ours.address) as anna:
        await in_meshes(ours, anna)
        there = ID.from_string(ours.peer)
        since = time.monotonic()
        await ours.type(f"/part {ROOM}")
        await eventually(lambda: anna.router.got("prune", since), "leaving prunes")
        backoff = anna.router.got("prune", since)[0].backoff
        assert backoff == (0 if protocol.endswith("1.0.0") else 10), f"PRUNE says {backoff} s"
        await ours.type(f"/join {ROOM}")
        await ours.wait("joined", since=len(ours.events) - 1, room=ROOM)
        since = time.monotonic()
        await anna.router.emit_graft(TOPIC, there)
        await eventually(lambda: anna.router.got("prune", since), "PRUNE answers")
        assert anna.id not in await ours.mesh(ROOM)
        assert ours.is_alive


async def decline(ours, protocol):
    """IDONTWANT in 1.2, and never before: Hearsay declines large messages, and does not send what was declined."""
    speaks = protocol.endswith("1.2.0")
    async with stranger(protocol, ours.address) as anna, stranger(protocol, ours.address) as ben:
        await in_meshes(ours, anna)
        await in_meshes(ours, ben)
        large = "x" * 3_000
        identifier = await ben.say(large)
        await eventually(lambda: large in anna.pubsub.heard, "the large message arrives")
        declined = anna.router.got_id("idontwant", identifier)
        assert declined == speaks, f"IDONTWANT {'came' if declined else 'did not come'}"
        # Anna declines Ben's next message before it is published.
        await anna.router.emit_idontwant([ben.next_id], ID.from_string(ours.peer))
        await trio.sleep(0.5)
        await ben.say("declined")
        await ben.say("and after")
        await ours.wait("message", text="and after")
        await eventually(lambda: "and after" in anna.pubsub.heard, "what was not declined arrives")
        assert ("declined" in anna.pubsub.heard) == (not speaks), anna.pubsub.heard[1:]


async def gossip_offered_later(ours, protocol):
    """A peer that learns to gossip two seconds after it has connected is a peer like any other."""
    async with stranger(protocol, ours.address, gossips_after=2) as anna:
        await in_meshes(ours, anna)
        await anna.say("late from py")
        await ours.wait("message", text="late from py")
        await ours.type("late from hearsay")
        await eventually(lambda: "late from hearsay" in anna.pubsub.heard, "py-libp2p hears Hearsay")


async def author_of_another_kind(ours, protocol):
    """A peer that passes on what a secp256k1 author wrote, which Hearsay cannot check, has done nothing wrong."""
    async with stranger(protocol, ours.address, listens=True) as anna:
        await in_meshes(ours, anna)
        async with stranger(protocol, anna.address, key_pair=create_secp256k1_key_pair()) as carl:
            await eventually(lambda: carl.router.mesh.get(TOPIC), "carl and anna")
            for number in range(12):
                await carl.say(f"secp256k1 {number}")
            await eventually(lambda: "secp256k1 11" in anna.pubsub.heard, "py-libp2p hears them")
            await trio.sleep(3)
            await anna.say("an honest word")
            await ours.wait("message", text="an honest word")
            report = await ours.ask("/peers", "peers")
            scores = {peer["peer"]: peer["score"] for peer in report["peers"]}
            assert scores[anna.id] >= 0, f"the score fell to {scores[anna.id]}"
            assert not ours.heard("secp256k1 0"), "what cannot be checked is not shown"
            assert anna.id in await ours.mesh(ROOM)


SCENES = [mesh_and_messages, repair_of_py, repair_of_hearsay, prune_and_backoff, graft_in_backoff, decline,
          gossip_offered_later, author_of_another_kind]


async def play(scene, build, protocol, failures):
    start = time.monotonic()
    outcome = "ok"
    try:
        with trio.fail_after(90):
            async with hearsay(build, "--room", ROOM) as ours:
                await scene(ours, protocol)
    except BaseException as problem:
        if isinstance(problem, (KeyboardInterrupt, trio.Cancelled)):
            raise
        outcome = "FAILED: " + "; ".join(leaves(problem))
        failures.append(scene)
    print(f"  {build:6} {protocol}  {scene.__name__:22} {time.monotonic() - start:5.1f} s  {outcome}", flush=True)


def leaves(problem):
    """The exceptions inside exception groups, one text each."""
    if isinstance(problem, BaseExceptionGroup):
        return [text for part in problem.exceptions for text in leaves(part)]
    return [f"{type(problem).__name__}: {problem}"]


async def main(options):
    failures = []
    for build in options.build or ["native", "wasi"]:
        for scene in SCENES:
            async with trio.open_nursery() as nursery:
                for protocol in options.protocol or PROTOCOLS:
                    nursery.start_soon(play, scene, build, protocol, failures)
    return 1 if failures else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Gossipsub between Hearsay and py-libp2p.")
    parser.add_argument("--build", action="append", choices=["native", "wasi"])
    parser.add_argument("--protocol", action="append", choices=PROTOCOLS)
    logging.disable(logging.ERROR)
    sys.exit(trio.run(main, parser.parse_args()))
