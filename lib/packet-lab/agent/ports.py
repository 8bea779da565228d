"""Client ports that no two probes under way have in common, so that a lost packet tells whose it was."""


class Ports:
    """Ports of ranges, handed out in turn."""

    def __init__(self, reserved=()):
        self._reserved = set(reserved)
        self._taken = set()
        self._next = {}

    def take(self, first, last, modulo, residue):
        """A port of the range that leaves the residue, a reserved one only where there are no others; None while taken."""
        free = any(
            port not in self._reserved
            for port in range(first, min(last, first + len(self._reserved) * modulo + modulo) + 1)
            if port % modulo == residue
        )
        start = self._next.get((first, last), first)
        size = last - first + 1
        for offset in range(size):
            port = first + (start - first + offset) % size
            if port % modulo != residue or (free and port in self._reserved):
                continue
            if port not in self._taken:
                self._taken.add(port)
                self._next[(first, last)] = port + 1 if port < last else first
                return port
        return None

    def give_back(self, port):
        self._taken.discard(port)
