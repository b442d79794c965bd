#!/usr/bin/env python3
"""py-libp2p against both builds: ping, identify, and a long stream in each direction.

    build/python/bin/python Tests/Suites/Interop/transfer.py [--mebibytes N]

The stream is `/perf/1.0.0` (libp2p specs, perf/perf.md): eight bytes that say how much is wanted back, an upload to its end, then
the download. 64 MiB each way take some seconds.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import trio
from multiaddr import Multiaddr

from libp2p import new_host
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.serialization import deserialize_public_key
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.host.ping import PingService
from libp2p.identity.identify.identify import ID as IDENTIFY, parse_identify_response
from libp2p.network.stream.exceptions import StreamEOF
from libp2p.peer.id import ID
from libp2p.peer.peerinfo import info_from_p2p_addr
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE, Transport as Noise
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX, Yamux

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PERF = "/perf/1.0.0"
BLOCK = 64 * 1024
OPTIONS = ["--headless", "--json", "--stay", "--identity", "memory", "--nick", "transfer", "--listen", "/ip4/127.0.0.1/tcp/0"]
BUILDS = {
    "native": [os.path.join(ROOT, "build/hearsay")],
    "component": [
        os.path.join(ROOT, "demo/wasmtime"), "run", "-S", "inherit-network", os.path.join(ROOT, "build/hearsay.wasm")],
}


class Failure(Exception):
    """What the other side did differently than it should."""


def check(condition, text):
    if not condition:
        raise Failure(text)


async def read_some(stream, most):
    try:
        return await stream.read(most)
    except StreamEOF:
        return b""


async def check_ping(host, peer):
    with trio.fail_after(20):
        await PingService(host).ping(peer, ping_amt=3)


async def check_identify(host, peer):
    with trio.fail_after(20):
        stream = await host.new_stream(peer, [IDENTIFY])
        answer = bytearray()
        while chunk := await read_some(stream, 4096):
            answer += chunk
    description = parse_identify_response(bytes(answer))
    check(description.agent_version.startswith("hearsay/"), f"the agent is {description.agent_version}")
    check(PERF in description.protocols, f"{PERF} is not among {list(description.protocols)}")
    proved = ID.from_pubkey(deserialize_public_key(description.public_key))
    check(proved == peer, f"identify tells the key of {proved}")


async def transfer(host, peer, upload, download):
    """Moves that many bytes up, then down; returns the seconds for each."""
    stream = await host.new_stream(peer, [PERF])
    started = time.monotonic()
    await stream.write(download.to_bytes(8, "big"))
    block = os.urandom(BLOCK)
    for position in range(0, upload, BLOCK):
        await stream.write(block[:min(BLOCK, upload - position)])
    await stream.close_write()
    received = 0
    uploaded = None
    while chunk := await read_some(stream, BLOCK):
        # The first byte of the answer comes when the other side has seen the end of the upload.
        uploaded = uploaded or time.monotonic()
        received += len(chunk)
    check(received == download, f"{received} bytes came instead of {download}")
    uploaded = uploaded or time.monotonic()
    return uploaded - started, time.monotonic() - uploaded


async def meet(name, address, size):
    """All that is tried with one build."""
    key_pair = create_new_key_pair(os.urandom(32))
    host = new_host(
        key_pair=key_pair,
        sec_opt={NOISE: Noise(key_pair, noise_privkey=create_noise_key_pair().private_key)},
        muxer_opt={YAMUX: Yamux},
    )
    info = info_from_p2p_addr(Multiaddr(address))
    async with host.run(listen_addrs=[]):
        await host.connect(info)
        await check_ping(host, info.peer_id)
        print(f"ok    {name}: ping")
        await check_identify(host, info.peer_id)
        print(f"ok    {name}: identify")
        # A second of setting up, then a megabyte a second: py-libp2p reaches several times that on a quiet machine.
        with trio.fail_after(30 + 2 * size / 1e6):
            up, down = await transfer(host, info.peer_id, size, size)
        mebibytes = size / 2**20
        print(f"ok    {name}: {mebibytes:g} MiB up at {mebibytes / up:.1f} MiB/s, down at {mebibytes / down:.1f} MiB/s")


def run(name, command, size):
    process = subprocess.Popen(command + OPTIONS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "listening":
                trio.run(meet, name, event["address"], size)
                return
        raise Failure("it ended before it listened")
    finally:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description="py-libp2p against both builds.")
    parser.add_argument("--mebibytes", type=int, default=64, help="each way; default 64")
    size = parser.parse_args().mebibytes * 2**20
    failed = False
    for name, command in BUILDS.items():
        try:
            run(name, command, size)
        except (Failure, trio.TooSlowError) as problem:
            failed = True
            print(f"FAIL  {name}: {type(problem).__name__}: {problem}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
