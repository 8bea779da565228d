import type { TargetGroup } from '../model';
import type { Answers } from './answers';
import { listOf } from './items';
import { type LatticeRow, lastPart, latticeComponent, latticeItems } from './lattice';
import { primaryInterfaces } from './network-interfaces';

interface TargetGroupRow extends LatticeRow {
  readonly type?: string;
  readonly vpcIdentifier?: string;
  readonly config?: { readonly port?: number; readonly vpcIdentifier?: string };
}

/** Target groups of VPC Lattice, whose targets see its own addresses. */
export function readLatticeTargetGroups(answers: Answers): readonly TargetGroup[] {
  const primary = primaryInterfaces(answers);
  const targets = listOf<{
    readonly targetGroupIdentifier?: string;
    readonly items?: readonly { readonly id?: string; readonly port?: number; readonly status?: string }[];
  }>(answers, 'Targets');
  return latticeItems<TargetGroupRow>(answers, 'targetgroup').map((item) => {
    const { type = '', config, vpcIdentifier } = item.row;
    const targetType = ({ IP: 'ip', INSTANCE: 'instance', ALB: 'alb' } as const)[type] ?? 'unknown';
    const vpcId = config?.vpcIdentifier ?? vpcIdentifier;
    const registered = targets
      .filter(({ row }) => lastPart(row.targetGroupIdentifier ?? '') === item.id)
      .flatMap(({ row }) => row.items ?? [])
      .filter(({ status }) => status !== 'DRAINING');
    return {
      ...latticeComponent(item),
      targetType,
      ...(vpcId && { vpcId }),
      port: config?.port ?? 80,
      preserveClientIp: false,
      targets: registered.map(({ id = '', port = config?.port ?? 80 }) => ({
        to:
          targetType === 'alb'
            ? { loadBalancerId: id }
            : targetType === 'instance'
              ? { networkInterfaceId: primary.get(id) ?? id }
              : { ip: id },
        port,
      })),
    };
  });
}
