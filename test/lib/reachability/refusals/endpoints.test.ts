import { host, type Piece, subnet, vpc } from '../../../../lib/reachability/aws-rules/topology';
import type { VpcEndpoint } from '../../../../lib/reachability/model';
import { testRefusals } from './refused';

const one = vpc('A', '10.0.0.0/16');

const two = [one, vpc('B', '10.1.0.0/16')];

const inA1 = ['A', 'A1', '10.0.1.10'] as const;

const zoneB = { zone: 'use1-az2' };

const twoZones = [subnet('A1', 'A', '10.0.1.0/24'), subnet('A2', 'A', '10.0.2.0/24', zoneB)];

const oneZone = [subnet('A1', 'A', '10.0.1.0/24'), subnet('A2', 'A', '10.0.2.0/24')];

const endpoint = (id: string, networkInterfaceIds: readonly string[], changes: Partial<VpcEndpoint> = {}): Piece => ({
  vpcEndpoints: [
    {
      id,
      kind: 'Interface',
      vpcId: 'A',
      state: 'available',
      serviceName: 'com.amazonaws.us-east-1.ec2',
      networkInterfaceIds,
      routeTableIds: [],
      privateDnsEnabled: true,
      ...changes,
    },
  ],
});

const associations = (...vpcIds: readonly string[]): Piece => ({
  serviceNetworkVpcAssociations: vpcIds.map((vpcId, index) => ({
    id: `snva-${index}`,
    serviceNetworkId: `sn-${index}`,
    vpcId,
    securityGroupIds: [],
  })),
});

testRefusals([
  [
    'two endpoints of a service with a private name',
    'second',
    /conflicting private DNS/,
    [one, endpoint('first', []), endpoint('second', [])],
    [one, endpoint('first', []), endpoint('second', [], { privateDnsEnabled: false })],
  ],
  [
    'an endpoint twice in a zone',
    'vpce',
    /same Availability Zone/,
    [one, ...oneZone, host('x', inA1), host('y', ['A', 'A2', '10.0.2.10']), endpoint('vpce', ['x', 'y'])],
    [one, ...twoZones, host('x', inA1), host('y', ['A', 'A2', '10.0.2.10']), endpoint('vpce', ['x', 'y'])],
  ],
  [
    'a second service network of a VPC',
    'snva-1',
    /already associated/,
    [...two, associations('A', 'A')],
    [...two, associations('A', 'B')],
  ],
]);
