import type { NetworkModel } from '../reachability/model';
import type { LabGap, LabPlan } from './plan';

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
  return (from, to) => {
    if (everywhere) return everywhere;
    const id = [...related(from), ...related(to)].find((one) => byComponent.has(one));
    return id === undefined ? undefined : byComponent.get(id);
  };
}
