import type { NetworkModel } from '../model';
import { createAddresses } from './addresses';
import { type Building, MissingComponentError, reportNotModelled, STAGES } from './building';
import { createDraft, toModel } from './draft';
import { families } from './families';
import { withMentions } from './mentions';
import { mayMatter, reportOtherType } from './other-types';
import { idsIn, UnresolvedError } from './properties';
import { resolveResources } from './resources';
import type { Resource, Stack } from './stack';

/**
 * The network that stacks describe together.
 *
 * The order of the stacks is the order in which their interfaces get addresses: a stack that comes later leaves the
 * addresses of the earlier ones as they are. Never throws: what cannot be resolved is not modelled.
 */
export function modelOf(stacks: readonly Stack[]): NetworkModel {
  const { present, doubtful, elasticIps } = resolveResources(stacks);
  const resources = [...present.values()];
  const late: (() => void)[] = [];
  const building: Building = {
    draft: createDraft(),
    addresses: createAddresses(resources.map(({ properties }) => properties)),
    resources: present,
    elasticIps,
    later: (resource, effect) => void late.push(() => attempt(resource, building, effect)),
  };
  for (const stage of STAGES) {
    for (const resource of resources) {
      const build = families[resource.type]?.[stage];
      if (build) attempt(resource, building, () => build(resource, building));
    }
    for (const effect of late.splice(0)) effect();
  }
  for (const resource of resources) if (!families[resource.type]) reportOtherType(resource, building);
  for (const { resource, why } of doubtful) {
    if (families[resource.type] || mayMatter(resource.type))
      reportNotModelled(building, resource, why.why, idsIn(resource));
  }
  return withMentions(toModel(building.draft));
}

/** A component that lacks what it needs is not modelled, instead of being guessed. */
function attempt(resource: Resource, building: Building, build: () => void): void {
  try {
    build();
  } catch (error) {
    if (!(error instanceof UnresolvedError || error instanceof MissingComponentError)) throw error;
    // A missing host changes nothing for the others; anything else may change whatever it refers to.
    const hostOnly = Object.keys(families[resource.type] ?? {}).join() === 'interfaces';
    const around = hostOnly ? [] : idsIn(resource);
    reportNotModelled(building, resource, error.message, [resource.id, ...around, ...error.touches]);
  }
}
