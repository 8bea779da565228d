import type { Proof } from '../../proof/claim';
import { InputError } from '../../reachability/input-error';
import { Network } from '../../reachability/network';
import { modelOf } from '../../reachability/template/model-of';
import { componentId, type Stack } from '../../reachability/template/stack';
import { askFlows } from '../flows';
import type { Connectivity, ConnectivityOption } from '../option';
import { optionNetworks } from '../option-network';

/** Routes, rules and associations: what nothing else refers to and one would leave out by mistake. */
const REMOVABLE =
  /^AWS::(EC2::(Route|SecurityGroupIngress|SecurityGroupEgress|TransitGatewayRoute|NetworkAclEntry|VPCEndpointServicePermissions|TransitGatewayAttachmentNatConfiguration)|(EC2|RAM|VpcLattice)::\w*(Association|Propagation)|VpcLattice::AuthPolicy)$/;

/** Removing any single route, rule or association that an option added breaks one of its flows, or there is a reason. */
export function everyResourceNeeded(connectivity: Connectivity): Proof {
  return async ({ assembly, progress }) => {
    const networks = optionNetworks(assembly, connectivity);
    const problems: string[] = [];
    let removed = 0;
    let breaking = 0;
    let excused = 0;
    for (const option of connectivity.options) {
      progress(`what ${option.title} could do without`);
      const stacks = networks.stacks(option);
      if (!connects(stacks, option)) problems.push(`${option.id}: does not connect as it is`);
      for (const { stack, logicalId, path } of removableResources(stacks, option)) {
        removed++;
        const breaks = !connects(
          stacks.map((other) => (other === stack ? without(stack, logicalId) : other)),
          option,
        );
        const reason = option.stays[path];
        if (breaks) breaking++;
        else if (reason === undefined) problems.push(`${option.id}: nothing breaks without ${path} (${logicalId})`);
        else excused++;
        if (breaks && reason !== undefined) problems.push(`${option.id}: ${path} is excused and needed`);
      }
    }
    return {
      holds: problems.length === 0 && breaking > 0,
      figures: {
        'routes, rules and associations removed, one at a time': removed,
        'of them that break a flow': breaking,
        'of them that stay for a stated reason': excused,
      },
      notes: problems,
    };
  };
}

function removableResources(stacks: readonly Stack[], option: ConnectivityOption) {
  return stacks
    .filter(({ stackName }) => option.stacks.includes(stackName))
    .flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {})
        .filter(([, { Type }]) => REMOVABLE.test(Type))
        .map(([logicalId]) => ({
          stack,
          logicalId,
          path: stack.paths.get(logicalId) ?? componentId(stack, logicalId),
        })),
    );
}

function without(stack: Stack, logicalId: string): Stack {
  const { [logicalId]: _, ...rest } = stack.template.Resources ?? {};
  return { ...stack, template: { ...stack.template, Resources: rest } };
}

function connects(stacks: readonly Stack[], option: ConnectivityOption): boolean {
  try {
    return askFlows(new Network(modelOf(stacks)), option).every(({ answer }) => answer.verdict === 'reachable');
  } catch (error) {
    // Without it the endpoint may not even have a name.
    if (error instanceof InputError) return false;
    throw error;
  }
}
