import { optionNetworks } from '../../connectivity/option-network';
import type { Proof } from '../../proof/claim';
import { answer } from '../../reachability/answer';
import { destinations, sources } from '../../reachability/endpoints';
import type { NetworkModel } from '../../reachability/model';
import { Network } from '../../reachability/network';
import { refusals } from '../../reachability/refusals/refusals';
import { connectivity } from '../connectivity';

const PEERING = 'peering of VPC_A and VPC_B';

/** Peers the two VPCs of the templates, with the routes that this takes, and asks what AWS would say. */
export const prove: Proof = async ({ assembly }) => {
  const { model } = optionNetworks(assembly, connectivity).base;
  const [one, other] = model.vpcs;
  if (one === undefined || other === undefined) throw new Error('the base has no two VPCs');
  const peered = new Network(withPeering(model, one.id, other.id));
  const refused = refusals(peered.model).filter(({ component }) => component === PEERING);
  const { verdict } = answer(
    peered,
    sources(peered, 'Eks/Cluster'),
    destinations(peered, 'Ecs/Balancer/LoadBalancer'),
    {
      protocol: 'tcp',
      port: 8080,
    },
  );
  return {
    holds: refused.some(({ reason }) => reason.includes('overlapping CIDR')) && verdict === 'blocked',
    figures: {
      'CIDR of VPC_A': one.cidrBlocks.join(', '),
      'CIDR of VPC_B': other.cidrBlocks.join(', '),
      'verdict with peering': verdict,
    },
    notes:
      refused.length > 0 ? refused.map(({ reason, link }) => `${reason} (${link})`) : ['the peering is not refused'],
  };
};

function withPeering(model: NetworkModel, requesterVpcId: string, accepterVpcId: string): NetworkModel {
  const cidrOf = (vpcId: string): string => model.vpcs.find(({ id }) => id === vpcId)?.cidrBlocks[0] ?? '';
  return {
    ...model,
    vpcPeeringConnections: [{ id: PEERING, requesterVpcId, accepterVpcId, status: 'active' }],
    routeTables: model.routeTables.map((table) => ({
      ...table,
      routes: [
        ...table.routes,
        {
          destination: cidrOf(table.vpcId === requesterVpcId ? accepterVpcId : requesterVpcId),
          target: { kind: 'vpc-peering-connection', id: PEERING },
          origin: 'static',
          state: 'active',
        } as const,
      ],
    })),
  };
}
