import type { Stack } from '../../reachability/template/stack';
import { hasAddOns, hasImage, hasSupportedVersion } from './cluster-checks';
import { hasAccessEntry, hasCniRole, hasNodeRole } from './identity-checks';
import { hasAddresses, hasDns, hasOpenSecurityGroups, hasZones } from './network-checks';
import { reachesApiEndpoint, reachesServices } from './service-checks';
import { type Check, joinSubjects, type MissingPiece } from './subject';

/** The checklist, in the order in which a node meets what is on it. */
export const JOIN_CHECKS: Readonly<Record<string, Check>> = {
  'EKS creates clusters of this version': hasSupportedVersion,
  'EKS has an image for these instances': hasImage,
  'subnets in two zones': hasZones,
  'addresses left in them': hasAddresses,
  'DNS of the VPC': hasDns,
  'the API server has an address that nodes reach': reachesApiEndpoint,
  'security groups between nodes and the API server': hasOpenSecurityGroups,
  'a way to the services that nodes call': reachesServices,
  'node role': hasNodeRole,
  'access entry of the nodes': hasAccessEntry,
  'role of the VPC CNI': hasCniRole,
  'add-ons': hasAddOns,
};

/** One thing on the checklist, for the nodes of one node group. */
export interface CheckResult {
  /** Name of the node group. */
  readonly nodeGroup: string;
  readonly check: string;
  /** Empty: it is there. */
  readonly missing: readonly MissingPiece[];
}

/**
 * The checklist for every managed node group of some stacks, before anything is deployed.
 *
 * @param today versions and images come to an end
 * @throws InputError where there is no node group that can be judged
 */
export function checkNodes(stacks: readonly Stack[], today: Date): readonly CheckResult[] {
  return joinSubjects(stacks, today).flatMap((subject) =>
    Object.entries(JOIN_CHECKS).map(([check, find]) => ({
      nodeGroup: subject.nodeGroup.name,
      check,
      missing: find(subject),
    })),
  );
}

/** What is missing for nodes to join their cluster and to work; as `checkNodes`. */
export function missingForNodes(stacks: readonly Stack[], today: Date): readonly MissingPiece[] {
  return checkNodes(stacks, today).flatMap(({ missing }) => missing);
}
