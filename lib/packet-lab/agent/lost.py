"""
What lost a packet: every namespace notes it in nftables maps, by the ports of the packet.

They are read by netlink, as nft(8) takes milliseconds for each of a thousand namespaces.
"""

import os
import socket
import struct

from netlink import ACK, NLMSG_ERROR, REQUEST, attribute

TABLE = "lab"
CONNECTIONS, ECHOES = "lost", "lost_icmp"
PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp"}

NETLINK_NETFILTER = 12
NFTABLES = 10
BATCH_BEGIN, BATCH_END = 0x10, 0x11
GETSETELEM, DELSETELEM = (NFTABLES << 8) | 13, (NFTABLES << 8) | 14
LIST_TABLE, LIST_SET, LIST_ELEMENTS = 1, 2, 3
ELEMENT_KEY, ELEMENT_DATA, VALUE = 1, 2, 1
DUMP, NLMSG_DONE = 0x300, 3
TYPE = 0x3FFF


class LostPackets:
    """Reads the maps of all namespaces of a lab that have drop points."""

    def __init__(self, lab):
        self._channels = []
        for name in sorted({point["namespace"] for point in lab.plan["dropPoints"]}):
            lab.enter(name)
            self._channels.append(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER))

    def forget(self):
        """Empties the maps."""
        for channel in self._channels:
            full = [name for name in (CONNECTIONS, ECHOES) if any(True for _ in _elements(channel, name))]
            if full:
                _flush(channel, full)

    def places(self):
        """Numbers of drop points by (protocol, port), for either port of a packet, as a reply has the client's second."""
        found = {}
        for channel in self._channels:
            for key, number in _elements(channel, CONNECTIONS):
                protocol, one, other = struct.unpack("!B3xH2xH2x", key[:12])
                for port in (one, other):
                    found.setdefault((PROTOCOLS.get(protocol), port), set()).add(number)
            for key, number in _elements(channel, ECHOES):
                found.setdefault(("icmp", struct.unpack("!H", key[:2])[0]), set()).add(number)
        return found


def _message(kind, flags, body, resource=0):
    packed = struct.pack("!BBH", socket.AF_INET, 0, resource) + body
    return struct.pack("=IHHII", 16 + len(packed), kind, REQUEST | flags, 0, 0) + packed


def _of_map(name):
    return attribute(LIST_TABLE, TABLE.encode() + b"\0") + attribute(LIST_SET, name.encode() + b"\0")


def _elements(channel, name):
    """(key, number of the drop point)"""
    channel.sendto(_message(GETSETELEM, DUMP, _of_map(name)), (0, 0))
    found = []
    while True:
        for kind, body in _messages(channel.recv(1 << 17)):
            if kind == NLMSG_DONE:
                return found
            if kind == NLMSG_ERROR:
                _check(body, name)
            for list_kind, elements in _attributes(body[4:]):
                if list_kind == LIST_ELEMENTS:
                    found.extend(_element(element) for _, element in _attributes(elements))


def _element(element):
    parts = dict(_attributes(element))
    key = dict(_attributes(parts[ELEMENT_KEY]))[VALUE]
    (number,) = struct.unpack("=I", dict(_attributes(parts[ELEMENT_DATA]))[VALUE])
    return key, number


def _flush(channel, names):
    begin, end = (_message(kind, 0, b"", NFTABLES) for kind in (BATCH_BEGIN, BATCH_END))
    channel.sendto(begin + b"".join(_message(DELSETELEM, ACK, _of_map(name)) for name in names) + end, (0, 0))
    acknowledged = 0
    while acknowledged < len(names):
        for kind, body in _messages(channel.recv(1 << 17)):
            if kind == NLMSG_ERROR:
                _check(body, names[acknowledged])
                acknowledged += 1


def _check(body, name):
    (number,) = struct.unpack_from("=i", body)
    if number != 0:
        raise OSError(-number, f"nftables map {name}: {os.strerror(-number)}")


def _messages(data):
    while len(data) >= 16:
        length, kind = struct.unpack_from("=IH", data)
        yield kind, data[16:length]
        data = data[length + -length % 4 :]


def _attributes(data):
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        yield kind & TYPE, data[4:length]
        data = data[length + -length % 4 :]
