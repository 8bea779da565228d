import { examine } from '../../../../lib/packet-lab/fuzz/examine';
import { acl, host, subnet, topology, vpc } from '../../../../lib/reachability/aws-rules/topology';
import type { NetworkModel } from '../../../../lib/reachability/model';
import type { ProtocolPort } from '../../../../lib/reachability/questions';
import { inLab, PATH } from './unavailable';

// Where verifier and packets were of two minds once.

const withinSubnet = topology(
  vpc('A', '10.0.0.0/16'),
  subnet('A1', 'A', '10.0.1.0/24', { routes: { '10.0.1.0/24': 'eni-client' } }),
  host('eni-client', ['A', 'A1', '10.0.1.10']),
  host('eni-server', ['A', 'A1', '10.0.1.20']),
);

const twoInterfaces = topology(
  vpc('A', '10.0.0.0/16'),
  subnet('A1', 'A', '10.0.1.0/24', { routes: { '10.0.2.0/24': 'eni-other' } }),
  subnet('A2', 'A', '10.0.2.0/24'),
  host('eni-client', ['A', 'A1', '10.0.1.10']),
  host('eni-server', ['A', 'A2', '10.0.2.20']),
  host('eni-other', ['A', 'A2', '10.0.2.30']),
);

const oneType = topology(
  vpc('A', '10.0.0.0/16'),
  subnet('A1', 'A', '10.0.1.0/24', { acl: 'acl-1' }),
  subnet('A2', 'A', '10.0.2.0/24'),
  host('eni-client', ['A', 'A1', '10.0.1.10']),
  host('eni-server', ['A', 'A2', '10.0.2.20']),
  acl('acl-1', 'A', 'in allow 0.0.0.0/0 icmp', 'out allow 0.0.0.0/0'),
);

/** The same instance has both of the server's interfaces. */
const ofOneInstance = (model: NetworkModel): NetworkModel => ({
  ...model,
  networkInterfaces: model.networkInterfaces.map((one) =>
    one.id === 'eni-other' ? { ...one, owner: { kind: 'instance', id: 'i-eni-server' } } : one,
  ),
});

const withType = (model: NetworkModel, icmpType: number): NetworkModel => ({
  ...model,
  networkAcls: model.networkAcls.map((one) => ({
    ...one,
    entries: one.entries.map((entry) => (entry.protocol === 'icmp' ? { ...entry, icmpType } : entry)),
  })),
});

const tcp: ProtocolPort = { protocol: 'tcp', port: 80 };
const icmp: ProtocolPort = { protocol: 'icmp' };

test.each<[string, NetworkModel, ProtocolPort, boolean]>([
  ['no route table is asked within a subnet', withinSubnet, tcp, true],
  ['an interface takes no packet for another one of its instance', ofOneInstance(twoInterfaces), tcp, false],
  ['an echo reply does not pass as a request', withType(oneType, 8), icmp, false],
  ['an echo reply passes as what it is', withType(oneType, 0), icmp, true],
])('%s', (_, model, asked, isOpen) =>
  inLab(async () => {
    const found = await examine(model, PATH, [asked]);
    if (found.failure !== undefined) throw new Error(found.failure);
    const open = found.open.some(({ from, to }) => from === 'eni-client' && to === 'eni-server');
    expect([found.disagreements, open]).toEqual([[], isOpen]);
  }),
);
