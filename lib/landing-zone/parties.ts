import { namer } from '../reachability/flow';
import type { NetworkInterface } from '../reachability/model';
import type { Network } from '../reachability/network';
import { isWorkload } from '../reachability/workload';
import { STACK } from './synthesize';

/** Whom the interfaces of the stack belong to. */
export type PartyName = 'nodes' | 'control plane' | 'bastion' | 'kubectl' | 'others';

/** Who an interface belongs to, by its owner and, of an instance and a function, by its construct. */
export function partyOf({ owner, name = '' }: NetworkInterface): PartyName {
  if (owner.kind === 'eks-workload') return 'nodes';
  if (owner.kind === 'eks-cluster') return 'control plane';
  if (owner.kind === 'instance' && name === `${STACK}/Bastion/Instance`) return 'bastion';
  if (owner.kind === 'lambda-function' && name.includes('/KubectlProvider/')) return 'kubectl';
  return 'others';
}

/** The interfaces of hosts of a party. */
export function membersOf({ model }: Network, party: PartyName): readonly NetworkInterface[] {
  return model.networkInterfaces.filter((one) => isWorkload(one) && partyOf(one) === party);
}

/** What to call an id of a flow: the party of a host, the name of anything else without the stack. */
export function partyNamer({ model, networkInterfaces }: Network): (id: string) => string {
  const nameOf = namer(model);
  return (id) => {
    const one = networkInterfaces.get(id);
    const party = one && isWorkload(one) ? partyOf(one) : 'others';
    return party === 'others' ? nameOf(id).replace(`${STACK}/`, '') : party;
  };
}
