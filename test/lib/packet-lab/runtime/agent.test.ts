import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Agent, type Connection, LabError, startAgent } from '../../../../lib/packet-lab/runtime/agent';
import { isAlive, processId } from '../../../../lib/packet-lab/runtime/labs';
import { inLab, PATH, starPlan, TELNET } from './plans';

/** From host 1. */
function connection(protocol: Connection[2], to: number, port: number): Connection {
  return ['eni-1', '10.0.0.1', protocol, `10.0.0.${to}`, port, 32_768, 60_999, 1, 0];
}

async function withAgent(use: (agent: Agent) => Promise<void>, launcher?: readonly string[]): Promise<void> {
  const agent = await startAgent(PATH, launcher);
  try {
    await use(agent);
  } finally {
    agent.leave();
  }
}

test.each(['tcp', 'udp', 'icmp'] as const)('%s is answered by whoever has the address', (protocol) =>
  inLab(() =>
    withAgent(async (agent) => {
      await agent.build(starPlan(3));
      const { results } = await agent.connect([2, 3, 2].map((to) => connection(protocol, to, 8080)));
      expect(results).toEqual(['eni-2', 'eni-3', 'eni-2'].map((answer) => ({ answer })));
    }),
  ),
);

test('a lost packet tells where, and does not hold up the others', () =>
  inLab(() =>
    withAgent(async (agent) => {
      await agent.build(starPlan(2));
      const ports = Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? TELNET : 80));
      const { results, seconds } = await agent.connect(ports.map((port) => connection('tcp', 2, port)));
      expect(results).toEqual(
        ports.map((port) => (port === TELNET ? { error: 'silence', lost: [1] } : { answer: 'eni-2' })),
      );
      // One after the other they would take half a minute.
      expect(seconds).toBeLessThan(15);
    }),
  ));

test('what is lost at no drop point is silence', () =>
  inLab(() =>
    withAgent(async (agent) => {
      await agent.build(starPlan(2, (one) => (one.name === 'router' ? { ...one, sysctls: [] } : one)));
      const { results } = await agent.connect([connection('tcp', 2, 80)]);
      expect(results).toEqual([{ error: 'silence', lost: [] }]);
    }),
  ));

test('a client port is of the range, and leaves the residue', () =>
  inLab(() =>
    withAgent(async (agent) => {
      const filter = (sport: string) =>
        starPlan(2, (one) =>
          one.name === 'router'
            ? { ...one, nft: one.nft.replace(`tcp dport ${TELNET}`, `tcp sport != ${sport}`) }
            : one,
        );
      // Replies come from port 80.
      await agent.build(filter('{ 80, 40003, 40007 }'));
      const base = connection('tcp', 2, 80).slice(0, 5) as unknown as readonly [string, string, 'tcp', string, number];
      const { results } = await agent.connect([
        [...base, 40_000, 40_007, 4, 3],
        [...base, 40_000, 40_007, 4, 3],
        [...base, 40_000, 40_007, 4, 3],
        [...base, 40_008, 40_009, 1, 0],
      ]);
      expect(results).toEqual([...Array(3).fill({ answer: 'eni-2' }), { error: 'silence', lost: [1] }]);
    }),
  ));

test.each([
  ['ip', { ip: ['route add 10.9.0.0/16 dev nonsense'] }, /in namespace eni-1: ip .*nonsense/],
  ['nft', { nft: 'table ip lab {\n  nonsense\n}\n' }, /in namespace eni-1: .*syntax error/],
  ['sysctl', { sysctls: ['net.ipv4.nonsense=1'] }, /sysctl net.ipv4.nonsense=1/],
])('a plan whose %s line is refused says so', (_, change, message) =>
  inLab(() =>
    withAgent(async (agent) => {
      const building = agent.build(starPlan(1, (one) => (one.name === 'eni-1' ? { ...one, ...change } : one)));
      await expect(building).rejects.toThrow(LabError);
      await expect(building).rejects.toThrow(message);
    }),
  ),
);

test('a capture holds what crossed the interface', () =>
  inLab(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'capture-'));
    const file = join(folder, 'eni-2.pcap');
    const agent = await startAgent(PATH);
    try {
      await agent.build(starPlan(2));
      await agent.capture('eni-2', file);
      await agent.connect([connection('tcp', 2, 8080)]);
      await agent.end();
      const captured = readFileSync(file);
      expect(captured.readUInt32LE(0)).toBe(0xa1b2c3d4);
      // The first packet: Ethernet, then IPv4 from 10.0.0.1 to 10.0.0.2, protocol tcp, to port 8080.
      const packet = captured.subarray(24 + 16 + 14);
      expect(packet.subarray(12, 20)).toEqual(Buffer.from([10, 0, 0, 1, 10, 0, 0, 2]));
      expect(packet[9]).toBe(6);
      expect(packet.readUInt16BE(22)).toBe(8080);
    } finally {
      agent.leave();
      rmSync(folder, { recursive: true });
    }
  }));

test('nothing is left of a lab whose agent is killed, and nothing was made outside it', () =>
  inLab(() =>
    withAgent(async (agent) => {
      const before = networkNamespaces();
      await agent.build(starPlan(3));
      const { pid } = await agent.descriptor('router');
      const [found] = [processId(pid)];
      expect(networkDevices()).not.toContain('eni-1');
      process.kill(pid, 'SIGKILL');
      await expect(agent.connect([connection('tcp', 2, 80)])).rejects.toThrow(LabError);
      while (found && isAlive(found)) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(children(pid)).toEqual([]);
      expect(networkNamespaces()).toEqual(before);
    }),
  ));

test('a lab works without the rights of root', () =>
  inLab(async () => {
    if (process.getuid?.() !== 0) return; // then the other tests show it
    const noAdministrator = ['setpriv', '--bounding-set=-sys_admin', '--inh-caps=-sys_admin', '--ambient-caps=-all'];
    await withAgent(async (agent) => {
      await agent.build(starPlan(2));
      const { results } = await agent.connect([connection('tcp', 2, 80), connection('icmp', 2, 0)]);
      expect(results).toEqual([{ answer: 'eni-2' }, { answer: 'eni-2' }]);
    }, noAdministrator);
  }));

/** Names of namespaces that `ip netns` shows on the machine. */
function networkNamespaces(): readonly string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    return [];
  }
}

function networkDevices(): readonly string[] {
  return readdirSync('/sys/class/net');
}

/** Processes that an agent left. */
function children(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return (
          readFileSync(`/proc/${name}/stat`, 'utf8')
            .replace(/^.*\) /s, '')
            .split(' ')[1] === String(parent)
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}
