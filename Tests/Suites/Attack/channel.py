"""The client half of a libp2p connection, as far as an attacker needs it: every stage can be left at will."""

import os
import socket
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from noise.connection import Keypair, NoiseConnection

SECONDS = 10
SYN, ACK, FIN, RST = 1, 2, 4, 8
DATA, WINDOW_UPDATE, PING, GO_AWAY = range(4)


def message(text):
    """A multistream message: its length, the text, a line feed."""
    line = text.encode() + b"\n"
    return varint(len(line)) + line


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def field(number, data):
    """A field of bytes of a protobuf message."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def frame(kind, flags, stream, length, body=b"", version=0):
    """A Yamux frame; `length` is what the header says, whatever the body has."""
    return struct.pack(">BBHII", version, kind, flags, stream, length & 0xFFFFFFFF) + body


def tcp(host, port, source=None):
    sock = socket.create_connection((host, port), timeout=SECONDS, source_address=(source, 0) if source else None)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


class Channel:
    """A connection: `agree`, then `secure`, then `mux`."""

    def __init__(self, host, port, source=None):
        self.sock = tcp(host, port, source)
        self.noise = None
        self.inbound = b""

    def close(self):
        self.sock.close()

    # In the clear

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.sock.recv(count - len(data))
            if not part:
                raise ConnectionError("closed")
            data += part
        return data

    def clear_line(self):
        return self.exactly(self.exactly(1)[0])

    def agree(self, protocol="/noise"):
        """Multistream in the clear."""
        self.sock.sendall(message("/multistream/1.0.0") + message(protocol))
        self.clear_line()
        return self.clear_line().strip().decode()

    # Noise

    def handshake_frame(self, data):
        self.sock.sendall(struct.pack(">H", len(data)) + data)

    def first_message(self):
        """Sends message 1; the answer, decrypted but not checked."""
        self.noise = NoiseConnection.from_name(b"Noise_XX_25519_ChaChaPoly_SHA256")
        self.noise.set_as_initiator()
        self.static = os.urandom(32)
        self.noise.set_keypair_from_private_bytes(Keypair.STATIC, self.static)
        self.noise.start_handshake()
        self.handshake_frame(self.noise.write_message())
        return self.noise.read_message(self.exactly(struct.unpack(">H", self.exactly(2))[0]))

    def payload(self, key=None):
        """The proof of an identity: protobuf of the key and its signature of the static key."""
        key = key or Ed25519PrivateKey.generate()
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
        static = X25519PrivateKey.from_private_bytes(self.static).public_key()
        static = static.public_bytes(Encoding.Raw, PublicFormat.Raw)
        public = b"\x08\x01\x12\x20" + key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return field(1, public) + field(2, key.sign(b"noise-libp2p-static-key:" + static))

    def secure(self):
        """All of the handshake."""
        self.agree()
        self.first_message()
        self.handshake_frame(self.noise.write_message(self.payload()))

    def send(self, data):
        """Sends records."""
        for start in range(0, len(data), 65_000):
            record = self.noise.encrypt(data[start:start + 65_000])
            self.sock.sendall(struct.pack(">H", len(record)) + record)

    def receive(self, count):
        """So many decrypted bytes."""
        while len(self.inbound) < count:
            self.inbound += self.noise.decrypt(self.exactly(struct.unpack(">H", self.exactly(2))[0]))
        data, self.inbound = self.inbound[:count], self.inbound[count:]
        return data

    # Yamux

    def mux(self):
        """Everything up to the muxer."""
        self.secure()
        self.send(message("/multistream/1.0.0") + message("/yamux/1.0.0"))
        for _ in range(2):
            self.receive(self.receive(1)[0])

    def open(self, stream, protocol):
        """Opens a stream and proposes its protocol, without waiting."""
        data = message("/multistream/1.0.0") + message(protocol)
        self.send(frame(DATA, SYN, stream, len(data), data))

    def open_agreed(self, stream, protocol):
        """Opens a stream and waits until the victim has agreed to its protocol."""
        self.open(stream, protocol)
        said = b""
        while message(protocol) not in said:
            _, kind, _, number, length = struct.unpack(">BBHII", self.receive(12))
            body = self.receive(length) if kind == DATA else b""
            said += body if number == stream else b""

    def wait_closed(self, seconds=SECONDS):
        """Whether the victim ends the connection in that time, however."""
        self.sock.settimeout(seconds)
        try:
            while self.sock.recv(1 << 16):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass
        return True
