"""TCP ports for tests that must know one before it is listened on, or take the same one twice.

Everything else listens on port 0 and reads which it got. `sys.path` has to name the folder of this file.
"""

import errno
import itertools
import random
import socket

# Below the ports that the kernel gives out for port 0 and for outgoing connections (32,768 and up), so that
# nothing else on the machine is handed one between two listeners.
RANGE = range(12_000, 31_001)


def _numbers():
    """Every port, once round and round again; runs at the same time begin at different places."""
    begin = random.randrange(len(RANGE))
    for offset in itertools.count(begin):
        yield RANGE[offset % len(RANGE)]


_next = _numbers()


def _is_free(port):
    for family, host in [(socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")]:
        with socket.socket(family) as tried:
            if family == socket.AF_INET6:
                tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                tried.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:  # A machine without IPv6 says something else.
                    return False
    return True


def free_port():
    """A port on which nothing listens now, another at each call."""
    return next(port for port in _next if _is_free(port))


def free_address(host="127.0.0.1"):
    """The multiaddr of a free port."""
    return f"/ip{6 if ':' in host else 4}/{host}/tcp/{free_port()}"
