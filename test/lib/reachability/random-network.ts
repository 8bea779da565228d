import fc from 'fast-check';
import { generate } from '../../../lib/reachability/generate';
import type { NetworkModel, Route, TransitGatewayAttachment } from '../../../lib/reachability/model';

const octet = fc.integer({ min: 0, max: 255 });
/** An address or a block near the hosts of {@link generate}, so that some lie inside and some outside. */
const near = fc
  .record({
    vpc: fc.integer({ min: 0, max: 1 }),
    subnet: fc.constantFrom(0, 16, 32, 48),
    length: fc.constantFrom(32, 31, 30, 29, 28, 24),
  })
  .chain((place) => octet.map((host) => ({ ...place, host: 8 + (host % 10) })))
  .map(
    ({ vpc, subnet, length, host }) => `10.${vpc}.${subnet}.${host - (host % 2 ** Math.min(32 - length, 8))}/${length}`,
  );
const port = fc.constantFrom(22, 80, 443, 8080);

/** What makes hosts of a subnet differ; each is drawn independently. */
const extras = {
  seed: fc.nat(),
  rules: fc.array(fc.tuple(near, port, fc.nat()), { maxLength: 8 }),
  denials: fc.array(fc.tuple(near, fc.boolean(), fc.nat()), { maxLength: 4 }),
  routes: fc.array(fc.tuple(near, fc.nat()), { maxLength: 2 }),
  natted: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
  targets: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 3 }),
  preserveClientIp: fc.boolean(),
  unchecked: fc.array(fc.nat(), { maxLength: 2 }),
  routedThrough: fc.option(fc.nat(), { nil: undefined }),
};
type Given = { readonly hosts: number } & { readonly [Name in keyof typeof extras]: Drawn<(typeof extras)[Name]> };
type Drawn<A> = A extends fc.Arbitrary<infer Value> ? Value : never;

/** Small networks in which any feature that tells hosts apart may occur, with at most so many hosts. */
export function randomNetwork(most: number): fc.Arbitrary<NetworkModel> {
  return fc.record({ ...extras, hosts: fc.integer({ min: 8, max: most }) }).map(build);
}

function build(given: Given): NetworkModel {
  const base = generate({ seed: given.seed, vpcs: 2, interfaces: given.hosts });
  const { networkInterfaces: hosts } = base;
  const hostAt = (index: number) => hosts[index % hosts.length] as (typeof hosts)[number];
  const balancerSubnet = base.subnets[0];
  const more = (index: number): readonly Route[] =>
    given.routes
      .filter(([, table]) => table % base.routeTables.length === index)
      .map(([destination]) => ({
        destination,
        target: { kind: 'vpc-peering-connection', id: 'pcx-0' },
        origin: 'static',
        state: 'active',
      }));
  const through = given.routedThrough === undefined ? undefined : hostAt(given.routedThrough);
  return {
    ...base,
    routeTables: base.routeTables.map((table, index) => ({
      ...table,
      routes: [
        ...table.routes,
        ...more(index),
        ...(through?.vpcId === table.vpcId
          ? [
              {
                destination: '10.9.0.0/16',
                target: { kind: 'network-interface', id: through.id },
                origin: 'static',
                state: 'active',
              } as const,
            ]
          : []),
      ],
    })),
    securityGroups: base.securityGroups.map((group, index, { length }) => ({
      ...group,
      ingress: [
        ...group.ingress,
        ...given.rules
          .filter(([, , number]) => number % length === index)
          .map(([cidr, from]) => ({ protocol: 'tcp', ports: { from, to: from }, peer: { cidr } }) as const),
      ],
    })),
    networkAcls: base.networkAcls.map((acl, index, { length }) => ({
      ...acl,
      entries: [
        ...given.denials
          .filter(([, , number]) => number % length === index)
          .map(
            ([cidr, egress], number) =>
              ({ ruleNumber: 10 + number, egress, action: 'deny', protocol: '-1', cidr }) as const,
          ),
        ...acl.entries,
      ],
    })),
    transitGatewayAttachments: base.transitGatewayAttachments.map((attachment, index) =>
      index === given.natted ? natted(attachment, index) : attachment,
    ),
    transitGatewayRouteTables: base.transitGatewayRouteTables.map((table) => ({
      ...table,
      routes: [
        ...table.routes,
        ...(given.natted === undefined
          ? []
          : [{ destination: '10.100.0.0/16', attachmentId: `tgw-attach-${given.natted}`, origin: 'static' } as const]),
      ],
    })),
    networkInterfaces: [
      ...hosts.map((host, index) => ({
        ...host,
        sourceDestCheck: !given.unchecked.some((number) => number % hosts.length === index),
      })),
      {
        id: 'eni-balancer',
        vpcId: 'vpc-0',
        subnetId: balancerSubnet?.id ?? '',
        addresses: [{ privateIp: '10.0.15.1' }],
        securityGroupIds: [],
        sourceDestCheck: true,
        owner: { kind: 'load-balancer', id: 'balancer' },
      },
    ],
    loadBalancers: [
      {
        id: 'balancer',
        kind: 'network',
        scheme: 'internal',
        vpcId: 'vpc-0',
        networkInterfaceIds: ['eni-balancer'],
        securityGroupIds: undefined,
        crossZone: true,
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
        listeners: [{ protocols: ['tcp'], port: 80, targetGroupIds: ['group'] }],
      },
    ],
    targetGroups: [
      {
        id: 'group',
        targetType: 'ip',
        vpcId: 'vpc-0',
        port: 443,
        preserveClientIp: given.preserveClientIp,
        targets: given.targets.map(([index, byAddress]) => ({
          to: byAddress
            ? { ip: hostAt(index).addresses[0]?.privateIp ?? '' }
            : { networkInterfaceId: hostAt(index).id },
          port: 443,
        })),
      },
    ],
  };
}

function natted(attachment: TransitGatewayAttachment, vpc: number): TransitGatewayAttachment {
  return { ...attachment, natRules: [{ matchSourceCidr: `10.${vpc}.0.0/16`, natCidr: '10.100.0.0/16' }] };
}
