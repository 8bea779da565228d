"""The few requests of rtnetlink(7) that a lab needs thousands of; for anything else there is ip(8)."""

import os
import socket
import struct

REQUEST, ACK, EXCL, CREATE = 0x1, 0x4, 0x200, 0x400
RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE = 16, 20, 24
IFF_UP, IFF_NOARP = 0x1, 0x80
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINKINFO, IFLA_NET_NS_FD = 1, 3, 18, 28
IFLA_INFO_KIND, IFLA_INFO_DATA, VETH_INFO_PEER = 1, 2, 1
IFA_ADDRESS, IFA_LOCAL = 1, 2
RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PREFSRC, RTA_TABLE = 1, 4, 5, 7, 15
RT_TABLE_UNSPEC, RT_TABLE_MAIN, RTPROT_BOOT, RTN_UNICAST = 0, 254, 3, 1
RT_SCOPE_UNIVERSE, RT_SCOPE_LINK = 0, 253
RTNH_F_ONLINK = 4
LOOPBACK = 1
NLMSG_ERROR = 2
BATCH = 64


def attribute(kind, data):
    length = 4 + len(data)
    return struct.pack("=HH", length, kind) + data + bytes(-length % 4)


def _link(index, flags, attributes):
    return struct.pack("=BxHiII", socket.AF_UNSPEC, 0, index, flags, flags) + attributes


def _end(name, mac, namespace, index):
    attributes = attribute(IFLA_IFNAME, name.encode() + b"\0")
    attributes += attribute(IFLA_ADDRESS, bytes.fromhex(mac.replace(":", "")))
    attributes += attribute(IFLA_NET_NS_FD, struct.pack("=I", namespace))
    return index, IFF_NOARP, attributes


def veth(mac, one, other):
    """A veth pair, down; an end is (name, descriptor of its namespace, number of the device in it)."""
    peer = attribute(VETH_INFO_PEER, _link(*_end(other[0], mac, other[1], other[2])))
    kind = attribute(IFLA_INFO_KIND, b"veth") + attribute(IFLA_INFO_DATA, peer)
    index, flags, attributes = _end(one[0], mac, one[1], one[2])
    return RTM_NEWLINK, CREATE | EXCL, _link(index, flags, attributes + attribute(IFLA_LINKINFO, kind))


def up(index):
    return RTM_NEWLINK, 0, struct.pack("=BxHiII", socket.AF_UNSPEC, 0, index, IFF_UP, IFF_UP)


def address(index, text):
    ip, length = text.split("/")
    packed = socket.inet_aton(ip)
    attributes = attribute(IFA_LOCAL, packed) + attribute(IFA_ADDRESS, packed)
    return RTM_NEWADDR, CREATE | EXCL, struct.pack("=BBBBI", socket.AF_INET, int(length), 0, 0, index) + attributes


def route(line, devices):
    """
    The request of a line of ip(8): `route add <destination> [via <address>] dev <device> [onlink] [src <address>] [table
    <number>]`; None of a line that says anything else. `devices` are numbers by name.
    """
    words = line.split()
    if words[:2] != ["route", "add"] or len(words) < 3:
        return None
    destination, rest, said = words[2], words[3:], {"table": str(RT_TABLE_MAIN), "via": None, "dev": None, "src": None}
    onlink = "onlink" in rest
    if onlink:
        rest.remove("onlink")
    if len(rest) % 2 or any(name not in said for name in rest[::2]):
        return None
    said.update(zip(rest[::2], rest[1::2]))
    if said["dev"] not in devices or not said["table"].isdigit():
        return None
    ip, _, length = ("0.0.0.0/0" if destination == "default" else destination).partition("/")
    if not all(text is None or _is_address(text) for text in (ip, said["via"], said["src"])):
        return None
    scope = RT_SCOPE_LINK if said["via"] is None else RT_SCOPE_UNIVERSE
    header = (socket.AF_INET, int(length or 32), 0, 0, RT_TABLE_UNSPEC, RTPROT_BOOT, scope, RTN_UNICAST)
    attributes = attribute(RTA_DST, socket.inet_aton(ip)) if length != "0" and destination != "default" else b""
    attributes += attribute(RTA_OIF, struct.pack("=I", devices[said["dev"]]))
    attributes += attribute(RTA_TABLE, struct.pack("=I", int(said["table"])))
    if said["via"] is not None:
        attributes += attribute(RTA_GATEWAY, socket.inet_aton(said["via"]))
    if said["src"] is not None:
        attributes += attribute(RTA_PREFSRC, socket.inet_aton(said["src"]))
    flags = RTNH_F_ONLINK if onlink else 0
    return RTM_NEWROUTE, CREATE | EXCL, struct.pack("=BBBBBBBBI", *header, flags) + attributes


def _is_address(text):
    try:
        socket.inet_pton(socket.AF_INET, text)
        return True
    except OSError:
        return False


def request(messages):
    """Sends the messages to the kernel in the namespace of this thread. Raises OSError, with the index of the message."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as channel:
        for start in range(0, len(messages), BATCH):
            batch = messages[start : start + BATCH]
            data = b"".join(_packed(start + offset, message) for offset, message in enumerate(batch))
            channel.sendto(data, (0, 0))
            _acknowledged(channel, len(batch))


def _packed(sequence, message):
    kind, flags, body = message
    length = 16 + len(body)
    return struct.pack("=IHHII", length, kind, REQUEST | ACK | flags, sequence, 0) + body + bytes(-length % 4)


def _acknowledged(channel, count):
    while count > 0:
        data = channel.recv(65536)
        while len(data) >= 16:
            length, kind, _, sequence, _ = struct.unpack_from("=IHHII", data)
            if kind == NLMSG_ERROR:
                (number,) = struct.unpack_from("=i", data, 16)
                if number != 0:
                    raise OSError(-number, f"rtnetlink request {sequence}: {os.strerror(-number)}")
                count -= 1
            data = data[length + -length % 4 :]
