"""Writes what crosses the devices of a namespace to a pcap file, as tcpdump may be missing."""

import os
import select
import signal
import socket
import struct
import time

import namespaces

ETHERNET = 1
SNAP_LENGTH = 65535
ALL = 0x0003
SO_RCVBUFFORCE = 33
BUFFER = 8 << 20


def start(lab, namespace, path):
    """Returns the id of the child that writes until it is asked to end."""
    lab.enter(namespace)
    own = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL))
    try:
        own.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER)
    except PermissionError:
        pass  # a larger buffer than usual is for the root of the machine
    file = open(path, "wb")
    file.write(struct.pack("=IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, SNAP_LENGTH, ETHERNET))
    file.flush()
    agent = os.getpid()
    child = os.fork()
    if child == 0:
        namespaces.die_with(agent)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            _write(own, file)
        finally:
            os._exit(0)
    own.close()
    file.close()
    return child


def end(child):
    """Returns when everything is written."""
    os.kill(child, signal.SIGUSR1)
    os.waitpid(child, 0)


def _write(own, file):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.set_wakeup_fd(writing)
    own.setblocking(False)
    ended = False
    while not ended:
        readable, _, _ = select.select([own, reading], [], [])
        ended = reading in readable
        _drain(own, file)
    file.close()


def _drain(own, file):
    while True:
        try:
            data, (device, *_) = own.recvfrom(SNAP_LENGTH)
        except BlockingIOError:
            file.flush()
            return
        if device == "lo":
            continue
        now = time.time()
        file.write(struct.pack("=IIII", int(now), int(now % 1 * 1e6), len(data), len(data)) + data)
