import type { NotModelled, Target, TargetGroup } from '../model';
import type { Answers } from './answers';
import { component } from './component';
import { itemsOf, listOf } from './items';
import { attributesOf } from './load-balancers';
import { primaryInterfaces } from './network-interfaces';

interface Row {
  readonly TargetGroupArn?: string;
  readonly TargetGroupName?: string;
  readonly TargetType?: string;
  readonly Protocol?: string;
  readonly Port?: number;
  /** Or `traffic-port`. */
  readonly HealthCheckPort?: string;
  readonly VpcId?: string;
}

interface Health {
  readonly TargetGroupArn?: string;
  readonly TargetHealthDescriptions?: readonly {
    readonly Target?: { readonly Id?: string; readonly Port?: number; readonly AvailabilityZone?: string };
    readonly TargetHealth?: { readonly State?: string };
  }[];
}

const TARGET_TYPES: Readonly<Record<string, TargetGroup['targetType']>> = {
  ip: 'ip',
  instance: 'instance',
  alb: 'alb',
};

/** Target groups by their ARN, with the targets that are registered. Whether they are healthy is left to the network. */
export function readTargetGroups(
  answers: Answers,
  answering: ReadonlySet<string>,
): { readonly targetGroups: readonly TargetGroup[]; readonly notModelled: readonly NotModelled[] } {
  const attributes = attributesOf(answers, 'TargetGroupAttributes', 'TargetGroupArn');
  const primary = primaryInterfaces(answers);
  const registered = new Map(
    ['LoadBalancerTargetHealth', 'TargetHealth'].flatMap((key) =>
      listOf<Health>(answers, key).map(({ row }) => [row.TargetGroupArn, row.TargetHealthDescriptions ?? []] as const),
    ),
  );
  const notModelled: NotModelled[] = [];
  const targetGroups = itemsOf<Row>(answers, 'TargetGroups', 'TargetGroupArn').map((item): TargetGroup => {
    const { row, id } = item;
    const targetType = TARGET_TYPES[row.TargetType ?? 'instance'] ?? 'unknown';
    const own = attributes.get(id);
    const crossZone = own?.get('load_balancing.cross_zone.enabled');
    const targets = (registered.get(id) ?? []).flatMap(({ Target: target, TargetHealth }): readonly Target[] => {
      const { Id = '', Port: port = row.Port ?? 0, AvailabilityZone } = target ?? {};
      // It takes no new connections.
      if (TargetHealth?.State === 'draining' || Id === '') return [];
      const zone = AvailabilityZone === 'all' ? { availabilityZone: 'all' } : {};
      if (targetType === 'ip') return [{ to: { ip: Id }, port, ...zone }];
      if (targetType === 'alb') return [{ to: { loadBalancerId: Id }, port }];
      const networkInterfaceId = primary.get(Id);
      if (targetType === 'instance' && networkInterfaceId) {
        // A stopped instance is no target: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
        return answering.has(networkInterfaceId) ? [{ to: { networkInterfaceId }, port }] : [];
      }
      notModelled.push({ id, type: 'TargetGroup', reason: `target ${Id} is not in the input`, touches: [id] });
      return [];
    });
    return {
      ...component(id, { ...item, row: { OwnerId: id.split(':')[4] } }, row.TargetGroupName),
      targetType,
      ...(row.VpcId && { vpcId: row.VpcId }),
      port: row.Port ?? 0,
      ...(Number(row.HealthCheckPort) > 0 && { healthCheckPort: Number(row.HealthCheckPort) }),
      preserveClientIp: preservesClientIp(row, own?.get('preserve_client_ip.enabled')),
      ...((crossZone === 'true' || crossZone === 'false') && { crossZone: crossZone === 'true' }),
      targets,
    };
  });
  return { targetGroups, notModelled };
}

/**
 * Off by default where targets are addresses and the protocol is TCP or TLS, otherwise on; HTTP is an Application Load
 * Balancer's. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
function preservesClientIp({ TargetType, Protocol = 'TCP' }: Row, attribute: string | undefined): boolean {
  if (Protocol === 'HTTP' || Protocol === 'HTTPS') return TargetType === 'alb';
  if (attribute !== undefined) return attribute === 'true';
  return !(TargetType === 'ip' && (Protocol === 'TCP' || Protocol === 'TLS'));
}
