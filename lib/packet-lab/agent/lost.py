"""What lost a packet: every namespace notes it in a map, by the ports of the packet."""

import json

import nftables

MAPS = ("ip lab lost", "ip lab lost_icmp")
PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp"}


def forget(lab):
    """Empties the maps."""
    for name in _noting(lab):
        lab.enter(name)
        nftables.run("".join(f"flush map {name}\n" for name in MAPS))


def places(lab):
    """Numbers of drop points by (protocol, port), for either port of a packet, as a reply has the client's second."""
    found = {}
    for name in _noting(lab):
        lab.enter(name)
        for listed in MAPS:
            for protocol, ports, number in _elements(json.loads(nftables.run(f"list map {listed}", json=True))):
                for port in ports:
                    found.setdefault((protocol, port), set()).add(number)
    return found


def _noting(lab):
    return sorted({point["namespace"] for point in lab.plan["dropPoints"]})


def _elements(listing):
    """Keys are protocol and both ports, or of echo packets their identifier."""
    for entry in listing["nftables"]:
        for key, value in entry.get("map", {}).get("elem", []):
            if isinstance(key, dict) and "elem" in key:
                key = key["elem"]["val"]
            if isinstance(key, dict):
                protocol, *ports = key["concat"]
                yield PROTOCOLS.get(str(protocol), protocol), ports, value
            else:
                yield "icmp", [key], value
