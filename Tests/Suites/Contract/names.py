"""A DNS server that knows a few TXT records, on 127.0.0.1."""

import socket
import struct
import threading

TXT, IN, NXDOMAIN = 16, 1, 3


class NameServer:
    """Answers over UDP while it is used as a context. records: name -> texts."""

    def __init__(self, records):
        self.records = {name.lower(): texts for name, texts in records.items()}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _serve(self):
        while True:
            try:
                query, sender = self.socket.recvfrom(4096)
            except OSError:
                return
            self.socket.sendto(self._answer(query), sender)

    def _answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode("ascii"))
            at += 1 + query[at]
        question = query[12:at + 5]
        texts = self.records.get(".".join(labels).lower())
        # A name that exists, without records of the type that was asked for, has no answer either.
        kind = struct.unpack(">H", question[-4:-2])[0]
        answers = b"".join(self._record(text) for text in texts or [] if kind == TXT)
        count = len(texts) if texts and kind == TXT else 0
        flags = 0x8180 | (0 if texts is not None else NXDOMAIN)
        return query[:2] + struct.pack(">HHHHH", flags, 1, count, 0, 0) + question + answers

    @staticmethod
    def _record(text):
        data = text.encode()
        # In several strings, as long texts have to be.
        strings = b"".join(bytes([len(part)]) + part for part in (data[i:i + 40] for i in range(0, len(data), 40)))
        return b"\xc0\x0c" + struct.pack(">HHIH", TXT, IN, 60, len(strings)) + strings
