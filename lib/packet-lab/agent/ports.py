"""Client ports that no two probes under way have in common, so that a lost packet tells whose it was."""


class Ports:
    """Ports of ranges, handed out in turn."""

    def __init__(self, reserved=()):
        self._taken = set(reserved)
        self._next = {}

    def take(self, first, last, modulo, residue):
        """A port of the range that leaves the residue, or None while there is none."""
        start = self._next.get((first, last), first)
        size = last - first + 1
        for offset in range(size):
            port = first + (start - first + offset) % size
            if port % modulo == residue and port not in self._taken:
                self._taken.add(port)
                self._next[(first, last)] = port + 1 if port < last else first
                return port
        return None

    def give_back(self, port):
        self._taken.discard(port)
