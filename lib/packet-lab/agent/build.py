"""Makes the namespaces of a plan (lib/packet-lab/plan.ts) and what is in them."""

import os
import resource
import subprocess

import namespaces
import netlink
import nftables

WORKERS = min(8, os.cpu_count() or 1)
FILES = 1 << 20


class BuildError(Exception):
    """A command of the plan was refused; says which, and in which namespace."""


class Lab:
    """Descriptors of the namespaces by name, and the plan that they were made from."""

    def __init__(self, plan):
        self.plan = plan
        self.namespaces = {}
        self._devices = {namespace["name"]: {"lo": netlink.LOOPBACK} for namespace in plan["namespaces"]}
        raise_file_limit()
        home = os.open("/proc/self/ns/net", os.O_RDONLY)
        try:
            for namespace in plan["namespaces"]:
                self.namespaces[namespace["name"]] = namespaces.make()
                _sysctls(name for name in namespace["sysctls"] if not _of_tracking(name))
        finally:
            namespaces.enter(home)
            os.close(home)
        addresses = self._links()
        share_out(lambda namespace: self._fill(namespace, addresses), plan["namespaces"])
        # A namespace has these once a rule of its asks for connection tracking.
        for namespace in plan["namespaces"]:
            late = [name for name in namespace["sysctls"] if _of_tracking(name)]
            if late:
                self.enter(namespace["name"])
                _sysctls(late)

    def enter(self, name):
        namespaces.enter(self.namespaces[name])

    def run(self, scripts):
        """Runs nftables scripts; they come after everything else, such as those of targets that were found healthy."""
        for script in scripts:
            self.enter(script["namespace"])
            _told(script["namespace"], nftables.run, script["nft"])

    def _links(self):
        messages, addresses = [], {}
        for link in self.plan["links"]:
            ends = []
            for end in link["ends"]:
                devices = self._devices[end["namespace"]]
                index = devices[end["device"]] = len(devices) + 1
                ends.append((end["device"], self.namespaces[end["namespace"]], index))
                addresses.setdefault(end["namespace"], []).extend((index, text) for text in end["addresses"])
            messages.append(netlink.veth(link["mac"], *ends))
        try:
            netlink.request(messages)
        except OSError as error:
            raise BuildError(f"a link cannot be made: {error.strerror}") from error
        return addresses

    def _fill(self, namespace, addresses):
        name = namespace["name"]
        devices = self._devices[name]
        self.enter(name)
        lines = [line for line in namespace["ip"] if line != "link set lo up"]
        routes = [netlink.route(line, devices) for line in lines]
        natively = all(routes)
        messages = [netlink.up(index) for index in devices.values()]
        messages += [netlink.address(index, text) for index, text in addresses.get(name, [])]
        _told(name, netlink.request, messages + (routes if natively else []))
        if not natively:
            _told(name, _ip, lines)
        if namespace["nft"]:
            _told(name, nftables.run, namespace["nft"])


def share_out(work, items):
    """
    Does the work of all items in a child for each processor, as libnftables is not made for threads. Raises BuildError
    with the first problem.
    """
    agent, children = os.getpid(), []
    for number in range(WORKERS):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.write(writing, _problem(agent, work, items[number::WORKERS]).encode()[:4096])
            os._exit(0)
        os.close(writing)
        children.append((child, reading))
    problems = []
    for child, reading in children:
        with open(reading, encoding="utf-8", errors="replace") as file:
            problems.append(file.read())
        os.waitpid(child, 0)
    if any(problems):
        raise BuildError(next(filter(None, problems)))


def _problem(agent, work, items):
    try:
        namespaces.die_with(agent)
        for item in items:
            work(item)
        return ""
    except Exception as error:  # pylint: disable=broad-exception-caught # whatever it is, the parent has to hear of it
        return str(error) or type(error).__name__


def _told(name, work, *arguments):
    try:
        return work(*arguments)
    except (OSError, nftables.NftablesError, BuildError) as error:
        raise BuildError(f"in namespace {name}: {error}") from error


def _ip(lines):
    ended = subprocess.run(
        ["ip", "-batch", "-"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        raise BuildError(_refused(lines, ended.stderr))


def _refused(lines, stderr):
    """`Command failed -:3` says no more than the number of the line; of what ip does not understand it says not even that."""
    said, _, number = stderr.strip().rpartition("Command failed -:")
    line = lines[int(number) - 1] if said and number.isdigit() else "-batch"
    return f"ip {line}: {(said or stderr).strip()}"


def _of_tracking(assignment):
    return assignment.startswith("net.netfilter.")


def _sysctls(assignments):
    """Writes those of the namespace of this thread, which /proc/sys/net shows."""
    for assignment in assignments:
        name, value = assignment.split("=", 1)
        try:
            with open("/proc/sys/" + name.strip().replace(".", "/"), "w", encoding="ascii") as file:
                file.write(value.strip())
        except OSError as error:
            raise BuildError(f"sysctl {assignment}: {error.strerror}") from error


def raise_file_limit():
    """Two sockets for each host and one for each probe under way are more than the usual limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (FILES, hard):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, max(limit, hard)))
            return
        except (ValueError, OSError):
            continue
