import type { NetworkModel } from '../reachability/model';
import type { LabEntrance, LabGap, LabPlan, LabWay } from './plan';

/** What keeps the lab from judging a pair of components, if anything does. */
export function gaps(plan: LabPlan, model: NetworkModel): (from: string, to: string) => LabGap | undefined {
  const everywhere = plan.notModelled.find(({ touches }) => touches.length === 0);
  const byComponent = new Map<string, LabGap>();
  for (const gap of plan.notModelled) for (const id of gap.touches) byComponent.set(id, gap);
  const interfaces = new Map(model.networkInterfaces.map((one) => [one.id, one]));
  const doors = new Map(
    [...model.loadBalancers, ...model.vpcEndpoints].map((door) => [
      door.id,
      [door.vpcId, ...door.networkInterfaceIds.flatMap((id) => [id, interfaces.get(id)?.subnetId ?? id])],
    ]),
  );
  const related = (id: string): readonly string[] => {
    const found = interfaces.get(id);
    return [id, ...(found ? [found.subnetId, found.vpcId, found.owner.id] : (doors.get(id) ?? []))];
  };
  const entrances = new Map(plan.entrances.map((entrance) => [entrance.component, entrance]));
  const twins = new Map<string, LabGap | undefined>();
  return (from, to) => {
    if (everywhere) return everywhere;
    const id = [...related(from), ...related(to)].find((one) => byComponent.has(one));
    if (id !== undefined) return byComponent.get(id);
    const vpcId = interfaces.get(from)?.vpcId;
    if (vpcId === undefined) return undefined;
    const key = `${vpcId} ${to}`;
    if (!twins.has(key)) twins.set(key, twin(vpcId, to));
    return twins.get(key);
  };

  /** Whoever answers says who it is, but not that it was asked by a door of the VPC with the address of another. */
  function twin(vpcId: string, to: string): LabGap | undefined {
    const wanted = entrances.get(to);
    if (!wanted || related(to).includes(vpcId)) return undefined;
    const found = plan.entrances.find((one) => isTwin(wanted, one) && related(one.component).includes(vpcId));
    if (!found) return undefined;
    const reason = `${found.component} has the same address and leads to the same hosts, so packets do not tell them apart`;
    return { component: to, reason, touches: [to] };
  }
}

function isTwin({ ways }: LabEntrance, other: LabEntrance): boolean {
  const isSame = (one: LabWay, another: LabWay): boolean =>
    one.addresses.some(({ ip }) => another.addresses.some((address) => address.ip === ip)) &&
    one.answerers.some((id) => another.answerers.includes(id));
  return ways.some((way) => other.ways.some((another) => isSame(way, another)));
}
