import type { Listener, LoadBalancer, NetworkInterface } from '../model';
import type { Answers } from './answers';
import { component, present } from './component';
import { grouped } from './grouped';
import { itemsOf, listOf } from './items';

interface Row {
  readonly LoadBalancerArn?: string;
  readonly LoadBalancerName?: string;
  readonly DNSName?: string;
  readonly Type?: string;
  readonly Scheme?: string;
  readonly VpcId?: string;
  readonly SecurityGroups?: readonly string[];
  readonly State?: { readonly Code?: string };
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string;
}

interface Attributes {
  readonly LoadBalancerArn?: string;
  readonly TargetGroupArn?: string;
  readonly Attributes?: readonly { readonly Key?: string; readonly Value?: string }[];
}

interface ListenerRow {
  readonly ListenerArn?: string;
  readonly LoadBalancerArn?: string;
  readonly Protocol?: string;
  readonly Port?: number;
  readonly DefaultActions?: readonly Action[];
}

interface Action {
  readonly Type?: string;
  readonly TargetGroupArn?: string;
  readonly ForwardConfig?: {
    readonly TargetGroups?: readonly { readonly TargetGroupArn?: string; readonly Weight?: number }[];
  };
}

interface RuleRow {
  readonly RuleArn?: string;
  readonly Actions?: readonly Action[];
}

const KINDS: Readonly<Record<string, LoadBalancer['kind']>> = { network: 'network', application: 'application' };

const PROTOCOLS: Readonly<Record<string, Listener['protocols']>> = {
  UDP: ['udp'],
  QUIC: ['udp'],
  TCP_UDP: ['tcp', 'udp'],
  TCP_QUIC: ['tcp', 'udp'],
};

/** Load balancers by their ARN. */
export function readLoadBalancers(
  answers: Answers,
  networkInterfaces: readonly NetworkInterface[],
): readonly LoadBalancer[] {
  const attributes = attributesOf(answers, 'LoadBalancerAttributes', 'LoadBalancerArn');
  const listeners = grouped(listenerRows(answers), ({ LoadBalancerArn }) => LoadBalancerArn);
  const interfaces = grouped(networkInterfaces, ({ owner }) => owner.id);
  const rules = rulesByListener(answers);
  return itemsOf<Row>(answers, 'LoadBalancers', 'LoadBalancerArn')
    .filter(({ row }) => row.State?.Code !== 'failed')
    .map((item) => {
      const { row, id } = item;
      const kind = KINDS[row.Type ?? ''] ?? 'unknown';
      const crossZone = attributes.get(id)?.get('load_balancing.cross_zone.enabled');
      return {
        ...component(id, { ...item, row: { OwnerId: accountOf(id) } }, row.LoadBalancerName),
        region: id.split(':')[3] ?? item.region,
        kind,
        scheme: row.Scheme === 'internet-facing' ? 'internet-facing' : 'internal',
        vpcId: row.VpcId ?? '',
        networkInterfaceIds: (interfaces.get(id) ?? []).map((networkInterface) => networkInterface.id),
        securityGroupIds: row.SecurityGroups?.length ? row.SecurityGroups : kind === 'network' ? undefined : [],
        crossZone: crossZone === undefined ? kind === 'application' : crossZone === 'true',
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
          row.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic !== 'off',
        ...(row.DNSName && { dnsName: row.DNSName }),
        listeners: (listeners.get(id) ?? []).map((listener) => readListener(listener, rules)),
      };
    });
}

function accountOf(arn: string): string | undefined {
  return arn.split(':')[4] || undefined;
}

/** Attributes of what has the ARN. */
export function attributesOf(
  answers: Answers,
  key: string,
  arn: 'LoadBalancerArn' | 'TargetGroupArn',
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(
    listOf<Attributes>(answers, key).map(({ row }) => [
      row[arn] ?? '',
      new Map((row.Attributes ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    ]),
  );
}

// Either as `describe-listeners` answers, or by load balancer.
function listenerRows(answers: Answers): readonly ListenerRow[] {
  return [
    ...listOf<ListenerRow>(answers, 'Listeners').map(({ row }) => row),
    ...listOf<{ readonly LoadBalancerArn?: string; readonly Listeners?: readonly ListenerRow[] }>(
      answers,
      'LoadBalancerListeners',
    ).flatMap(({ row: { LoadBalancerArn, Listeners = [] } }) =>
      Listeners.map((listener) => ({ ...listener, LoadBalancerArn: listener.LoadBalancerArn ?? LoadBalancerArn })),
    ),
  ];
}

function rulesByListener(answers: Answers): ReadonlyMap<string, readonly Action[]> {
  return new Map(
    [...grouped(listOf<RuleRow>(answers, 'Rules'), ({ row }) => listenerOf(row.RuleArn ?? ''))].map(
      ([listener, rules]) => [listener, rules.flatMap(({ row }) => row.Actions ?? [])],
    ),
  );
}

/** The ARN of a rule is that of its listener, but for a word and the last part. */
function listenerOf(ruleArn: string): string {
  return ruleArn.replace(':listener-rule/', ':listener/').replace(/\/[^/]*$/, '');
}

function readListener(row: ListenerRow, rules: ReadonlyMap<string, readonly Action[]>): Listener {
  const { ListenerArn = '', Protocol = 'TCP', Port = 0, DefaultActions = [] } = row;
  const actions = [...DefaultActions, ...(rules.get(ListenerArn) ?? [])];
  return {
    id: ListenerArn,
    protocols: PROTOCOLS[Protocol] ?? ['tcp'],
    port: Port,
    targetGroupIds: [...new Set(actions.flatMap(forwardsTo))],
  };
}

// A weight of zero takes a target group out of rotation.
function forwardsTo({ TargetGroupArn, ForwardConfig }: Action): readonly string[] {
  return ForwardConfig?.TargetGroups?.length
    ? ForwardConfig.TargetGroups.filter(({ Weight }) => Weight !== 0)
        .map((one) => one.TargetGroupArn)
        .filter(present)
    : [TargetGroupArn].filter(present);
}
