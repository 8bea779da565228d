"""
The agent of a packet lab: makes it, probes it, and is it, as everything it makes ends with this process.

Requests are JSON, one a line, on standard input, or on a Unix socket where one is named; each is answered with a line.
"""

import json
import os
import signal
import socket
import sys
import time

import build
import capture
import connect
import listen
import namespaces
import nftables


UNWANTED = 30
"""Seconds after which an agent that nobody speaks to ends."""


class Agent:
    """What the requests do."""

    def __init__(self):
        self._lab = None
        self._connector = None
        self._captures = []

    def build(self, plan, publish=False):
        start = time.monotonic()
        self._lab = build.Lab(plan)
        if publish:
            namespaces.publish(self._lab.namespaces)
        servers, _ = listen.start(self._lab)
        self._connector = connect.Connector(self._lab, servers)
        return {"seconds": time.monotonic() - start}

    def is_built(self):
        return self._connector is not None

    def run(self, scripts):
        self._lab.run(scripts)
        return {}

    def connect(self, probes):
        start = time.monotonic()
        results = self._connector.connect(probes)
        return {"results": results, "seconds": time.monotonic() - start}

    def descriptor(self, namespace):
        """How another process of this machine finds the namespace."""
        return {"pid": os.getpid(), "descriptor": self._lab.namespaces[namespace]}

    def capture(self, namespace, file):
        self._captures.append(capture.start(self._lab, namespace, file))
        return {}

    def end(self):
        for child in self._captures:
            capture.end(child)
        self._captures = []
        return {}


def serve(agent, lines, answer):
    """Whether the end was asked for."""
    for line in lines:
        request = json.loads(line)
        what = request.pop("do")
        try:
            result = {"ok": getattr(agent, what)(**request)}
        except (OSError, ValueError, build.BuildError, nftables.NftablesError, namespaces.Unavailable) as error:
            result = {"error": str(error), "unavailable": isinstance(error, namespaces.Unavailable)}
        answer(json.dumps(result) + "\n")
        if what == "end":
            return True
    return False


def serve_socket(agent, path, rootless):
    """One client after the other."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(path)
        listening.listen()
        tell({"ok": {"pid": os.getpid(), "rootless": rootless}})
        # Whoever started this may go.
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        ended = False
        listening.settimeout(UNWANTED)
        while not ended:
            connection, _ = listening.accept()
            connection.setblocking(True)
            with connection, connection.makefile("rw", encoding="utf-8") as file:
                try:
                    ended = serve(agent, file, lambda text: (file.write(text), file.flush()))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the client did not wait for its answer
            # Who wanted the lab may have died before it was made.
            ended = ended or not agent.is_built()
            listening.settimeout(None)


def tell(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(arguments):
    # Whoever started this decides; the terminal tells both of an interrupt.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starter = os.getppid()
    try:
        rootless = namespaces.leave_the_machine()
    except namespaces.Unavailable as error:
        tell({"error": str(error), "unavailable": True})
        return
    agent = Agent()
    if arguments:
        serve_socket(agent, arguments[0], rootless)
    else:
        namespaces.die_with(starter)
        tell({"ok": {"pid": os.getpid(), "rootless": rootless}})
        serve(agent, sys.stdin, lambda text: (sys.stdout.write(text), sys.stdout.flush()))
        agent.end()


if __name__ == "__main__":
    main(sys.argv[1:])
