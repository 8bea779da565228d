"""One attempt to reach somebody: a socket, and what came of it."""

import errno
import socket
import struct

from listen import ECHO_REQUEST

RESET_ON_CLOSE = struct.pack("ii", 1, 0)
NONBLOCK = socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC
TYPES = {
    "tcp": (socket.SOCK_STREAM, socket.IPPROTO_TCP),
    "udp": (socket.SOCK_DGRAM, socket.IPPROTO_UDP),
    "icmp": (socket.SOCK_DGRAM, socket.IPPROTO_ICMP),
}
ERRORS = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EACCES: "prohibited",
}


def opened(protocol, source, port, destination, destination_port):
    """A socket in the namespace of this thread that has sent its first packet, or the name of an error."""
    kind, number = TYPES[protocol]
    own = socket.socket(socket.AF_INET, kind | NONBLOCK, number)
    try:
        if protocol == "tcp":
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        # The port of an echo socket is the identifier of its requests.
        own.bind((source, port))
        result = own.connect_ex((destination, destination_port))
        if result not in (0, errno.EINPROGRESS):
            raise OSError(result, "connect")
        if protocol == "udp":
            own.send(b"?")
        if protocol == "icmp":
            own.send(struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, port, 1) + b"?")
        return own
    except OSError as error:
        own.close()
        return ended(error.errno)


def outcome(protocol, own):
    """(answered, text): the identity of who answered, or the name of an error; None while there is nothing."""
    try:
        data = own.recv(256)
    except BlockingIOError:
        return None
    except OSError as error:
        return False, ended(error.errno)
    if protocol == "icmp":
        data = data[8:]
    return (True, data.decode()) if data else (False, "closed")


def ended(number):
    return ERRORS.get(number) or errno.errorcode.get(number or 0, "failed")
