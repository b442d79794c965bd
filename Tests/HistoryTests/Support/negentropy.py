"""Negentropy protocol v1, written from its description and not from Hearsay's code: what that is checked against.

https://github.com/hoytech/negentropy/blob/master/docs/negentropy-protocol-v1.md

Reads one command a line from standard input and answers each of them with one line:

    item TIME ID     adds an item (id in hexadecimal)
    new BYTES        begins anew with the items so far; messages have at most BYTES bytes (0: as many as it takes)
    begin            the first message of the end that asks
    ask MESSAGE      takes an answer: the next message, or "done"
    answer MESSAGE   answers a message
    have, need       the ids that the end that asks has found, sorted, separated by commas
    clear            forgets everything
"""

import hashlib
import sys

INFINITY = 2**64 - 1
SKIP, FINGERPRINT, IDS = 0, 1, 2


def encode_number(value):
    digits = [value & 127]
    value >>= 7
    while value:
        digits.append(value & 127 | 128)
        value >>= 7
    return bytes(reversed(digits))


class Reader:
    def __init__(self, data):
        self.data, self.place, self.time = data, 0, 0

    def take(self, count):
        piece = self.data[self.place : self.place + count]
        if len(piece) != count:
            raise ValueError("the message ends early")
        self.place += count
        return piece

    def number(self):
        value = 0
        while True:
            (byte,) = self.take(1)
            value = value << 7 | byte & 127
            if byte < 128:
                return value

    def bound(self):
        encoded = self.number()
        time = INFINITY if encoded == 0 else self.time + encoded - 1
        self.time = time
        return time, self.take(self.number()).ljust(32, b"\0")

    def ranges(self):
        if self.take(1) != b"\x61":
            raise ValueError("another version")
        while self.place < len(self.data):
            end = self.bound()
            mode = self.number()
            if mode == SKIP:
                yield end, mode, None
            elif mode == FINGERPRINT:
                yield end, mode, self.take(16)
            elif mode == IDS:
                yield end, mode, [self.take(32) for _ in range(self.number())]
            else:
                raise ValueError("an unknown mode")


class Writer:
    def __init__(self):
        self.data, self.time, self.pending = b"\x61", 0, None

    def bound(self, end):
        time, prefix = end
        self.data += encode_number(0 if time == INFINITY else time - self.time + 1)
        self.time = time
        prefix = prefix.rstrip(b"\0")
        self.data += encode_number(len(prefix)) + prefix

    def add(self, end, mode, payload=b""):
        if mode == SKIP:
            self.pending = end
            return
        if self.pending is not None:
            self.bound(self.pending)
            self.data += encode_number(SKIP)
            self.pending = None
        self.bound(end)
        self.data += encode_number(mode) + payload


class Peer:
    def __init__(self, items, limit):
        self.items, self.limit = sorted(set(items)), limit
        self.have, self.need = set(), set()

    def between(self, start, end):
        return [item for item in self.items if start <= item < end]

    @staticmethod
    def fingerprint(items):
        total = sum(int.from_bytes(identifier, "little") for _, identifier in items) % 2**256
        text = total.to_bytes(32, "little") + encode_number(len(items))
        return hashlib.sha256(text).digest()[:16]

    @staticmethod
    def id_list(items):
        return encode_number(len(items)) + b"".join(identifier for _, identifier in items)

    @staticmethod
    def boundary(left, right):
        if left[0] != right[0]:
            return right[0], bytes(32)
        common = 0
        while left[1][common] == right[1][common]:
            common += 1
        return right[0], right[1][: common + 1].ljust(32, b"\0")

    def split(self, writer, items, end):
        if len(items) < 32:
            writer.add(end, IDS, self.id_list(items))
            return
        size, extra = divmod(len(items), 16)
        start = 0
        for number in range(16):
            stop = start + size + (number < extra)
            bound = end if number == 15 else self.boundary(items[stop - 1], items[stop])
            writer.add(bound, FINGERPRINT, self.fingerprint(items[start:stop]))
            start = stop

    def begin(self):
        writer = Writer()
        self.split(writer, self.items, (INFINITY, bytes(32)))
        return writer.data

    def receive(self, message, asks):
        writer = Writer()
        start = (0, bytes(32))
        for end, mode, content in Reader(message).ranges():
            ours = self.between(start, end)
            if mode == SKIP or mode == FINGERPRINT and content == self.fingerprint(ours):
                writer.add(end, SKIP)
            elif mode == FINGERPRINT:
                self.split(writer, ours, end)
            elif asks:
                known = {identifier for _, identifier in ours}
                self.need |= set(content) - known
                self.have |= known - set(content)
                writer.add(end, SKIP)
            else:
                writer.add(end, IDS, self.id_list(ours))
            start = end
            if self.limit and len(writer.data) > self.limit // 2:
                rest = (INFINITY, bytes(32))
                writer.add(rest, FINGERPRINT, self.fingerprint(self.between(start, rest)))
                break
        return writer.data


def main():
    items, peer = [], None
    for line in sys.stdin:
        verb, *words = line.split()
        answer = "ok"
        if verb == "item":
            items.append((int(words[0]), bytes.fromhex(words[1])))
        elif verb == "new":
            peer = Peer(items, int(words[0]))
        elif verb == "begin":
            answer = peer.begin().hex()
        elif verb == "ask":
            message = peer.receive(bytes.fromhex(words[0]), asks=True)
            answer = "done" if message == b"\x61" else message.hex()
        elif verb == "answer":
            answer = peer.receive(bytes.fromhex(words[0]), asks=False).hex()
        elif verb in ("have", "need"):
            answer = ",".join(sorted(identifier.hex() for identifier in getattr(peer, verb)))
        elif verb == "clear":
            items, peer = [], None
        else:
            raise ValueError(verb)
        print(answer, flush=True)


main()
