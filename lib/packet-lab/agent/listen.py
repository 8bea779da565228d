"""The servers of all hosts, in one process. Each tells who it is, so that a right answer of a wrong host is noticed."""

import os
import select
import socket
import struct

import namespaces

PORT = 7
BACKLOG = 4096
ECHO_REQUEST, ECHO_REPLY = 8, 0
IN_PKTINFO = struct.Struct("=i4s4s")
IP_PKTINFO = getattr(socket, "IP_PKTINFO", 8)
BARRIER = b"?"


def start(lab):
    """Opens the sockets and serves them in a child. Returns the socket of {@link settled} and the child's process id."""
    served = [server for host in lab.plan["hosts"] if host["server"] for server in _open(lab, host)]
    ours, theirs = socket.socketpair()
    agent = os.getpid()
    child = os.fork()
    if child == 0:
        namespaces.die_with(agent)
        _close_all_but({theirs.fileno(), *(listening.fileno() for listening, _, _ in served)})
        try:
            _serve(served, theirs)
        finally:
            os._exit(0)
    theirs.close()
    for listening, _, _ in served:
        listening.close()
    return ours, child


def settled(channel):
    """Returns when the servers have answered whatever had reached them before."""
    for _ in range(2):
        channel.send(BARRIER)
        if channel.recv(1) != BARRIER:
            raise OSError("the servers of the lab have ended")


def _open(lab, host):
    lab.enter(host["namespace"])
    # The kernel's own echo replies do not tell who answers, and its second SYN-ACKs come when the port is somebody else's.
    for name, value in (("icmp_echo_ignore_all", "1"), ("tcp_synack_retries", "0")):
        with open(f"/proc/sys/net/ipv4/{name}", "w", encoding="ascii") as file:
            file.write(value)
    tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    tcp.bind(("0.0.0.0", PORT))
    tcp.listen(BACKLOG)
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("0.0.0.0", PORT))
    echo = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    identity = host["id"].encode()
    servers = [(tcp, _answer_connection, identity), (udp, _answer_datagram, identity), (echo, _answer_echo, identity)]
    for listening, _, _ in servers:
        listening.setblocking(False)
    for listening in (udp, echo):
        listening.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    return servers


def _close_all_but(descriptors):
    """What the agent has open, such as the connection of a client that waits for its end."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in descriptors:
            try:
                os.close(int(name))
            except OSError:
                pass  # that of the folder itself


def _serve(servers, control):
    poll = select.epoll()
    by_descriptor = {listening.fileno(): (listening, answer, identity) for listening, answer, identity in servers}
    for descriptor in by_descriptor:
        poll.register(descriptor, select.EPOLLIN)
    poll.register(control.fileno(), select.EPOLLIN)
    while True:
        asked = False
        for descriptor, _ in poll.poll(maxevents=1024):
            if descriptor == control.fileno():
                asked = True
                continue
            listening, answer, identity = by_descriptor[descriptor]
            try:
                while True:
                    answer(listening, identity)
            except BlockingIOError:
                pass
            except OSError:
                pass  # whom we answer may be gone or out of reach, which is for the probe to notice
        if asked:
            request = control.recv(1)
            if not request:
                return
            control.send(request)


def _answer_connection(listening, identity):
    connection, _ = listening.accept()
    with connection:
        connection.setblocking(False)
        connection.send(identity)


def _answer_datagram(listening, identity):
    _, ancillary, _, sender = listening.recvmsg(2048, 64)
    listening.sendmsg([identity], _from_the_same(ancillary), 0, sender)


def _answer_echo(listening, identity):
    packet, ancillary, _, sender = listening.recvmsg(2048, 64)
    message = packet[(packet[0] & 0x0F) * 4 :]
    if len(message) < 8 or message[0] != ECHO_REQUEST:
        return
    header = struct.pack("!BBH", ECHO_REPLY, 0, 0) + message[4:8]
    checked = struct.pack("!BBH", ECHO_REPLY, 0, checksum(header + identity)) + message[4:8]
    listening.sendmsg([checked + identity], _from_the_same(ancillary), 0, (sender[0], 0))


def _from_the_same(ancillary):
    """Answers from the address that was asked."""
    for level, kind, data in ancillary:
        if level == socket.IPPROTO_IP and kind == IP_PKTINFO:
            _, local, _ = IN_PKTINFO.unpack(data[: IN_PKTINFO.size])
            return [(level, kind, IN_PKTINFO.pack(0, local, b"\0" * 4))]
    return []


def checksum(data):
    """Of the internet protocols, RFC 1071."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
