"""Thousands of probes at once: who answered each, or what lost its packets."""

import select
import time

import attempt
import listen
import lost
from ports import Ports

UNDER_WAY = 4096
"""Probes that are open at once."""
AT_ONCE = 64
"""Probes that start before anybody looks for answers."""
PATIENCE = (0.1, 0.4)
"""Seconds without any answer after which the first packets, and then the second ones, are given up."""


NARROW = 64
"""Client ports of a range that stands for few ports behind a NAT gateway, where connections are in each other's way."""
ALONE = 32
"""Probes of such ranges that are made again one by one at most."""


class Probe:
    """What was asked, and what came of it."""

    __slots__ = ("namespace", "source", "protocol", "destination", "port", "clients", "client", "own", "result")

    def __init__(self, fields):
        self.namespace, self.source, self.protocol, self.destination, self.port, *self.clients = fields
        self.client = self.own = self.result = None

    def is_narrow(self):
        """Whether its client port is one of few."""
        first, last, *_ = self.clients
        return last - first < NARROW


class Connector:
    """Makes probes from the namespaces of a lab."""

    def __init__(self, lab, servers):
        self._lab = lab
        self._servers = servers
        self._lost = lost.LostPackets(lab)
        self._poll = select.epoll()
        self._waiting = {}
        self._pingable = set()

    def connect(self, requests):
        """
        Requests are lists (namespace, source address, protocol, address, port, first client port, last, modulo, residue);
        results are {"answer": identity} or {"error": name, "lost": numbers}, in the same order.
        """
        probes = [Probe(request) for request in requests]
        ports = Ports({probe.port for probe in probes})
        # One source after the other, as entering a namespace takes time.
        remaining = sorted(probes, key=lambda probe: probe.namespace)
        while remaining:
            wave, remaining = _wave(remaining, ports)
            self._run(wave)
            for probe in wave:
                ports.give_back(probe.client)
        return [probe.result for probe in probes]

    def _run(self, wave):
        self._lost.forget()
        self._attempt(wave, PATIENCE[0])
        if all(map(_answered, wave)):
            return
        where = self._lost.places()
        # What is known to be lost is lost; for anything else one packet may have been bad luck.
        again = [probe for probe in wave if not (probe.result or _lost(probe, where))]
        if again:
            for probe in wave:
                self._stop(probe)
            self._attempt(again, PATIENCE[1])
            where = self._lost.places()
            crowded = [probe for probe in again if probe.is_narrow() and not (probe.result or _lost(probe, where))]
            for probe in crowded[:ALONE]:
                for other in wave:
                    self._stop(other)
                self._attempt([probe], PATIENCE[0])
            where = self._lost.places()
        for probe in wave:
            self._stop(probe)
            if not _answered(probe):
                probe.result = {"error": "silence", **(probe.result or {}), "lost": _lost(probe, where)}

    def _attempt(self, probes, patience):
        for index, probe in enumerate(probes):
            self._start(probe)
            if index % AT_ONCE == AT_ONCE - 1:
                self._answers(0)
        last = time.monotonic()
        while self._waiting:
            if self._answers(patience / 4) > 0:
                last = time.monotonic()
            elif time.monotonic() - last >= patience:
                # However slow the machine is: the servers have nothing left to do.
                listen.settled(self._servers)
                if self._answers(0.01) == 0:
                    return
                last = time.monotonic()

    def _start(self, probe):
        self._stop(probe)
        self._lab.enter(probe.namespace)
        if probe.protocol == "icmp" and probe.namespace not in self._pingable:
            self._pingable.add(probe.namespace)
            with open("/proc/sys/net/ipv4/ping_group_range", "w", encoding="ascii") as file:
                file.write("0 0")
        own = attempt.opened(probe.protocol, probe.source, probe.client, probe.destination, probe.port)
        if isinstance(own, str):
            probe.result = {"error": own}
        else:
            probe.own = own
            self._waiting[own.fileno()] = probe
            self._poll.register(own.fileno(), select.EPOLLIN)

    def _answers(self, timeout):
        events = self._poll.poll(timeout, 1024) if self._waiting else []
        for descriptor, _ in events:
            probe = self._waiting[descriptor]
            found = attempt.outcome(probe.protocol, probe.own)
            if found is not None:
                answered, text = found
                probe.result = {"answer" if answered else "error": text}
                self._stop(probe)
        return len(events)

    def _stop(self, probe):
        if probe.own is not None:
            del self._waiting[probe.own.fileno()]
            probe.own.close()
            probe.own = None


def _wave(probes, ports):
    """As many as there are client ports for, and the rest."""
    wave, rest = [], []
    for index, probe in enumerate(probes):
        if len(wave) == UNDER_WAY:
            rest.extend(probes[index:])
            break
        probe.client = ports.take(*probe.clients)
        (rest if probe.client is None else wave).append(probe)
    if not wave:
        first = probes[0]
        raise ValueError(f"no client port for {first.protocol} {first.port}: {first.clients}")
    return wave, rest


def _answered(probe):
    return probe.result is not None and "answer" in probe.result


def _lost(probe, where):
    """Numbers of the drop points."""
    return sorted(where.get((probe.protocol, probe.client), ()))
