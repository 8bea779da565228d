import type { SecurityGroupRule } from '../../model';
import { type Building, existing } from '../building';
import { cidrOf, idOf, listOf, objectOf, optionalNumberOf, optionalTextOf, UnresolvedError } from '../properties';
import { protocolOf } from '../protocol';
import { clusterSecurityGroupId, workloadInterfaces } from '../resources/eks-cluster';
import { registerInterfaces } from '../resources/target-group';
import type { KubernetesObject } from './objects';
import { targetPort } from './target-port';

/**
 * Registers the pods of a Service with a target group, and admits to them whom `networking` names.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
 *
 * @throws UnresolvedError
 */
export function bindTargetGroup(object: KubernetesObject, building: Building): void {
  const { networking, serviceRef, targetGroupARN } = object.spec;
  const id = idOf(targetGroupARN, 'targetGroupARN', 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const { name, port } = objectOf(serviceRef, 'serviceRef');
  const group = existing(building.draft.targetGroups, id);
  if (group.targetType !== 'ip') throw new UnresolvedError('Kubernetes chooses the node ports', targetGroupARN);
  const interfaces = workloadInterfaces(building, object.clusterId);
  if (interfaces.length === 0) throw new UnresolvedError('the nodes of the cluster are not modelled', targetGroupARN);
  registerInterfaces(building, id, {
    by: object.resource.id,
    port: targetPort(building, object, { name, port }) ?? group.port,
    interfaces,
  });
  const pods = existing(building.draft.securityGroups, clusterSecurityGroupId(object.clusterId));
  for (const rule of listOf(objectOf(networking, 'networking').ingress, 'ingress')) {
    const { from, ports } = objectOf(rule, 'ingress');
    for (const peer of listOf(from, 'from')) {
      for (const item of listOf(ports, 'ports')) {
        const { port: number, protocol } = objectOf(item, 'ports');
        const only = optionalNumberOf(number, 'port');
        pods.ingress.push({
          id: object.resource.id,
          protocol: protocolOf(optionalTextOf(protocol, 'protocol') ?? 'tcp'),
          ...(only === undefined ? {} : { ports: { from: only, to: only } }),
          peer: peerOf(objectOf(peer, 'from')),
        });
      }
    }
  }
}

function peerOf({ ipBlock, securityGroup }: ReturnType<typeof objectOf>): SecurityGroupRule['peer'] {
  const { groupID } = objectOf(securityGroup, 'securityGroup');
  if (typeof groupID === 'string') return { securityGroupId: groupID };
  if (groupID !== undefined) return { securityGroupId: idOf(groupID, 'groupID', 'AWS::EC2::SecurityGroup') };
  return { cidr: cidrOf(objectOf(ipBlock, 'ipBlock').cidr, 'cidr') };
}
