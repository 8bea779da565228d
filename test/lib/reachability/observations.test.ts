import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decide, isReachable } from '../../../lib/reachability/decide';
import { readDescribe } from '../../../lib/reachability/describe/read-describe';
import { InputError } from '../../../lib/reachability/input-error';
import type { NetworkModel, SecurityGroupRule } from '../../../lib/reachability/model';
import { Network } from '../../../lib/reachability/network';
import { differences, type Observation, questionOf, readObservations } from '../../../lib/reachability/observations';

// Probes of instances in real accounts, with what the accounts answered to describe calls then.
const FOLDER = join(__dirname, '../../../../shared/network/observations');
const observations = existsSync(FOLDER) ? readObservations(FOLDER) : [];
const deploymentOf = ({ topology }: Observation): string => basename(topology.dir);
const deployments = [...new Set(observations.map(deploymentOf))];
if (observations.length === 0) console.info(`skipped: ${FOLDER} is not there, which holds what was observed`);

/** The network of a deployment, and what was asked of it. */
const asked = (deployment: string) => {
  const network = new Network(readDescribe(join(FOLDER, deployment)));
  return observations
    .filter((one) => deploymentOf(one) === deployment)
    .map((one) => ({ id: one.id, network, question: questionOf(network, one) }));
};

describe('what AWS did', () => {
  test('is told of eight deployments, or of none', () => {
    expect([0, 752]).toContain(observations.length);
    expect([0, 8]).toContain(deployments.length);
  });

  test('is what every verdict says', () => {
    if (observations.length === 0) return;
    expect(differences(FOLDER)).toEqual({
      deployments: deployments.length,
      probes: observations.length,
      differing: [],
    });
  });

  test('is explained by the verdict that is the fast one', () => {
    const disagreeing = deployments
      .flatMap(asked)
      .filter(
        ({ network, question }) =>
          (decide(network, question).verdict === 'reachable') !== isReachable(network, question),
      );
    expect(disagreeing.map(({ id }) => id)).toEqual([]);
  });

  test('is blocked by something that is said', () => {
    const silent = deployments.flatMap(asked).filter(({ network, question }) => {
      const { verdict, blockedBy } = decide(network, question);
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
    if (observations.length === 0) return;
    expect(differences(FOLDER, change).differing).not.toEqual([]);
  });
});

describe('readObservations', () => {
  test('throws where there are none', () => {
    expect(() => readObservations(__dirname)).toThrow(InputError);
  });
});
