"""Hearsay as a process under test: lines in, JSON events out, under trio."""

import json
import os
import subprocess
from contextlib import asynccontextmanager

import trio

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
COMMANDS = {
    "native": [os.path.join(ROOT, "build/hearsay")],
    "wasi": [os.path.join(ROOT, "demo/wasmtime"), "run", "-S", "inherit-network", os.path.join(ROOT, "build/hearsay.wasm")],
}
PATIENCE = 30


class Hearsay:
    """One running peer and everything it has told."""

    def __init__(self, process):
        self.process = process
        self.events = []
        self.news = trio.Condition()
        self.peer = None
        self.address = None

    async def read(self):
        pending = b""
        async for chunk in self.process.stdout:
            *lines, pending = (pending + chunk).split(b"\n")
            async with self.news:
                self.events += [json.loads(line) for line in lines]
                self.news.notify_all()
        async with self.news:
            self.events.append({"event": "process-ended"})
            self.news.notify_all()

    async def wait(self, event, since=0, seconds=PATIENCE, **fields):
        """The first such event from number `since` on."""
        try:
            with trio.fail_after(seconds):
                async with self.news:
                    while True:
                        for entry in self.events[since:]:
                            if entry["event"] == event and all(entry.get(key) == value for key, value in fields.items()):
                                return entry
                        assert self.events[-1:] != [{"event": "process-ended"}], "hearsay has ended"
                        await self.news.wait()
        except trio.TooSlowError:
            raise AssertionError(f"no {event} {fields} within {seconds} s; the last events: {self.events[-3:]}") from None

    async def type(self, line):
        await self.process.stdin.send_all(line.encode() + b"\n")

    async def ask(self, command, answer):
        """The event that answers a command."""
        since = len(self.events)
        await self.type(command)
        return await self.wait(answer, since)

    async def mesh(self, room):
        """The peers that are in its mesh of a room."""
        report = await self.ask("/peers", "peers")
        return {peer["peer"] for peer in report["peers"] if room in peer["mesh"]}

    def heard(self, text):
        return [entry for entry in self.events if entry["event"] == "message" and entry["text"] == text]

    @property
    def is_alive(self):
        return self.process.poll() is None


@asynccontextmanager
async def hearsay(build, *options):
    """Starts a peer of a build; kills it at the end."""
    command = COMMANDS[build] + ["--headless", "--json", "--stay", "--listen", "/ip4/127.0.0.1/tcp/0", "--identity", "memory"]
    process = await trio.lowlevel.open_process(
        command + list(options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    peer = Hearsay(process)
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(peer.read)
            peer.peer = (await peer.wait("ready"))["peer"]
            peer.address = (await peer.wait("listening"))["address"]
            yield peer
            nursery.cancel_scope.cancel()
    finally:
        if process.poll() is None:
            process.kill()
        with trio.CancelScope(shield=True):
            await process.wait()


async def eventually(condition, what, seconds=PATIENCE):
    """Waits until `condition()`, which may be a coroutine function, is true."""
    with trio.move_on_after(seconds):
        while True:
            result = condition()
            if not isinstance(result, (bool, list, dict, set, int, type(None))):
                result = await result
            if result:
                return result
            await trio.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")
