import type { LabPlan } from '../../../lib/packet-lab/plan';

/** A plan of nothing. */
export const emptyPlan: LabPlan = {
  namespaces: [],
  links: [],
  hosts: [],
  entrances: [],
  balancers: [],
  dropPoints: [],
  clientPorts: [],
  servicePorts: [],
  notModelled: [],
};
