"""The echo example as py-libp2p has it: same command line, and --megabytes N to send so much before reading any."""

import logging
import sys

import trio
from multiaddr import Multiaddr

from libp2p import new_host
from libp2p.crypto.ed25519 import create_new_key_pair
from libp2p.crypto.x25519 import create_new_key_pair as create_noise_key_pair
from libp2p.custom_types import TProtocol
from libp2p.network.stream.exceptions import StreamEOF
from libp2p.peer.peerinfo import info_from_p2p_addr
from libp2p.security.noise.transport import PROTOCOL_ID as NOISE, Transport as Noise
from libp2p.stream_muxer.yamux.yamux import PROTOCOL_ID as YAMUX, Yamux

ECHO = TProtocol("/echo/1.0.0")
PIECE = 65_536


async def read_to_end(stream):
    parts = []
    while True:
        try:
            part = await stream.read(PIECE)
        except StreamEOF:
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


async def echo(stream):
    await stream.write(await read_to_end(stream))
    await stream.close_write()


async def ask(host, address, body):
    info = info_from_p2p_addr(Multiaddr(address))
    await host.connect(info)
    stream = await host.new_stream(info.peer_id, [ECHO])
    answer = []

    async def send():
        for start in range(0, len(body), PIECE):
            await stream.write(body[start:start + PIECE])
        await stream.close_write()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(send)
        if len(body) > 1 << 20:
            # Long enough that whoever echoes without a limit has collected everything.
            await trio.sleep(1)
        answer.append(await read_to_end(stream))
    return answer[0]


async def main():
    key_pair = create_new_key_pair()
    host = new_host(
        key_pair=key_pair,
        sec_opt={NOISE: Noise(key_pair, noise_privkey=create_noise_key_pair().private_key)},
        muxer_opt={YAMUX: Yamux},
    )
    arguments = sys.argv[1:]
    listen = [] if arguments else [Multiaddr("/ip4/127.0.0.1/tcp/0")]
    async with host.run(listen_addrs=listen):
        if not arguments:
            host.set_stream_handler(ECHO, echo)
            print(f"listening on {host.get_transport_addrs()[0]}/p2p/{host.get_id()}", flush=True)
            await trio.sleep_forever()
        address, *rest = arguments
        if rest[0] == "--megabytes":
            body = bytes(range(256)) * (int(rest[1]) << 12)
            answer = await ask(host, address, body)
            print(f"{len(answer)} bytes came back" if answer == body else "something else came back")
        else:
            print((await ask(host, address, rest[0].encode())).decode())
        sys.stdout.flush()


logging.disable(logging.CRITICAL)
trio.run(main)
