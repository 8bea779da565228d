import type { EcsService } from '../constructs/ecs-service';
import type { EksService } from '../constructs/eks-service';
import type { Workload } from '../constructs/workload';

/** The services that an option connects. */
export interface OptionProps {
  readonly eks: EksService;
  readonly ecs: EcsService;
}

/** Who calls whom. */
export interface Direction {
  readonly client: Workload;
  readonly server: Workload;
}

/** Both ways, by the ids of what they add. */
export function directions({ eks, ecs }: OptionProps): Readonly<Record<'EksToEcs' | 'EcsToEks', Direction>> {
  return { EksToEcs: { client: eks, server: ecs }, EcsToEks: { client: ecs, server: eks } };
}
