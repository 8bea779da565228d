import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide, isReachable } from '../../../lib/reachability/decide';
import { readDescribe } from '../../../lib/reachability/describe/read-describe';
import { destinations, sources } from '../../../lib/reachability/endpoints';
import type { NetworkModel, SecurityGroupRule } from '../../../lib/reachability/model';
import { Network } from '../../../lib/reachability/network';
import type { Question, Verdict } from '../../../lib/reachability/verdict';

// Probes of instances in real accounts, with what the accounts answered to describe calls then.
const FOLDER = join(__dirname, '../../../../shared/network');
const CASES = join(FOLDER, 'observations/cases.jsonl');

interface Observation {
  readonly id: string;
  readonly topology: { readonly dir: string };
  readonly from: { readonly ip: string; readonly kind: 'eni' | 'internet' };
  readonly to: { readonly ip: string };
  readonly protocol: Question['protocol'];
  readonly port: number | null;
  readonly expected: 'reachable' | 'unreachable';
  readonly usable: boolean;
}

const observations = existsSync(CASES) ? read(CASES) : [];
const deployments = [...new Set(observations.map(({ topology }) => topology.dir))];
if (observations.length === 0) console.info(`skipped: ${CASES} is not there, which holds what was observed`);

function read(file: string): readonly Observation[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line): Observation => JSON.parse(line)).filter(({ usable }) => usable);
}

const question = (network: Network, { from, to, protocol, port }: Observation): Question => {
  const [source = 'internet' as const] = from.kind === 'internet' ? [] : sources(network, from.ip);
  const [destination = 'internet' as const] = destinations(network, to.ip);
  return { from: source, to: destination, protocol, ...(port !== null && { port }) };
};

const expected = ({ expected: observed }: Observation): Verdict['verdict'] =>
  observed === 'reachable' ? 'reachable' : 'blocked';

/** Ids of observations of a deployment that the verifier judges otherwise. */
const differing = (deployment: string, change: (model: NetworkModel) => NetworkModel): readonly string[] => {
  const network = new Network(change(readDescribe(join(FOLDER, deployment))));
  return observations
    .filter(({ topology }) => topology.dir === deployment)
    .filter((one) => isReachable(network, question(network, one)) !== (expected(one) === 'reachable'))
    .map(({ id }) => id);
};

describe('what AWS did', () => {
  test('is told of eight deployments, or of none', () => {
    expect([0, 752]).toContain(observations.length);
    expect([0, 8]).toContain(deployments.length);
  });

  test.each(deployments)('%s: every verdict is the observation', (deployment) => {
    expect(differing(deployment, (model) => model)).toEqual([]);
  });

  test.each(deployments)('%s: the explained verdict is the fast one', (deployment) => {
    const network = new Network(readDescribe(join(FOLDER, deployment)));
    const questions = observations
      .filter(({ topology }) => topology.dir === deployment)
      .map((one) => ({ id: one.id, asked: question(network, one) }));
    const disagreeing = questions.filter(
      ({ asked }) => (decide(network, asked).verdict === 'reachable') !== isReachable(network, asked),
    );
    expect(disagreeing.map(({ id }) => id)).toEqual([]);
  });

  test.each(deployments)('%s: whatever is blocked says by what', (deployment) => {
    const network = new Network(readDescribe(join(FOLDER, deployment)));
    const silent = observations
      .filter(({ topology }) => topology.dir === deployment)
      .filter((one) => {
        const { verdict, blockedBy } = decide(network, question(network, one));
        return (verdict === 'blocked') !== blockedBy.length > 0;
      });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});

const everything: readonly SecurityGroupRule[] = [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }];

const broken: readonly (readonly [string, (model: NetworkModel) => NetworkModel])[] = [
  ['network ACLs that allow everything', (model) => ({ ...model, networkAcls: [] })],
  [
    'security groups that allow everything',
    (model) => ({
      ...model,
      securityGroups: model.securityGroups.map((group) => ({ ...group, ingress: everything, egress: everything })),
    }),
  ],
  [
    'transit gateway attachments in every zone',
    (model) => ({
      ...model,
      transitGatewayAttachments: model.transitGatewayAttachments.map((attachment) => {
        const { resource } = attachment;
        if (resource.kind !== 'vpc') return attachment;
        const subnetIds = model.subnets.filter(({ vpcId }) => vpcId === resource.vpcId).map(({ id }) => id);
        return { ...attachment, resource: { ...resource, subnetIds } };
      }),
    }),
  ],
  [
    'transit gateways that propagate nothing',
    (model) => ({
      ...model,
      transitGatewayRouteTables: model.transitGatewayRouteTables.map((table) => ({ ...table, routes: [] })),
    }),
  ],
  ['no NAT gateways', (model) => ({ ...model, natGateways: [] })],
  ['no peering', (model) => ({ ...model, vpcPeeringConnections: [] })],
  [
    'targets that never see the client',
    (model) => ({
      ...model,
      targetGroups: model.targetGroups.map((group) => ({ ...group, preserveClientIp: !group.preserveClientIp })),
    }),
  ],
  [
    'subnets that all use the main route table',
    (model) => ({
      ...model,
      subnets: model.subnets.map((subnet) => ({
        ...subnet,
        routeTableId: model.routeTables.find(({ main, vpcId }) => main && vpcId === subnet.vpcId)?.id ?? '',
      })),
    }),
  ],
];

describe('a verifier that overlooked something would differ', () => {
  test.each(broken)('%s', (_name, change) => {
    const differences = deployments.flatMap((deployment) => {
      const before = new Set(differing(deployment, (model) => model));
      return differing(deployment, change).filter((id) => !before.has(id));
    });
    expect(differences.length > 0).toBe(observations.length > 0);
  });
});
