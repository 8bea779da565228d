import { group, host, rule, subnet, topology, vpc } from '../../../../lib/reachability/aws-rules/topology';
import type {
  LatticeService,
  NetworkModel,
  ResourceShare,
  ServiceNetwork,
  ServiceNetworkVpcAssociation,
} from '../../../../lib/reachability/model';

const [provider, consumer] = ['111111111111', '222222222222'];

/** What a test changes; the rest works. */
export interface Changes {
  readonly association?: Partial<ServiceNetworkVpcAssociation>;
  readonly serviceNetwork?: Partial<ServiceNetwork>;
  readonly service?: Partial<LatticeService>;
  readonly share?: Partial<ResourceShare>;
  /** Whom the target's security group lets in. */
  readonly targetPeer?: string;
  /** Where the client's security group lets it go. */
  readonly clientPeer?: string;
  readonly model?: Partial<NetworkModel>;
}

/**
 * A consumer and a provider of 10.0.0.0/16 in two accounts: host `client` calls Lattice service `svc` on tcp 80 through
 * service network `sn`, which the provider shares, and host `target` serves it on tcp 8080.
 */
export function latticeNetwork(changes: Changes = {}): NetworkModel {
  const { association, serviceNetwork, service, share, targetPeer = 'pl-lattice', clientPeer = 'pl-lattice' } = changes;
  const model = topology(
    vpc('Consumer', '10.0.0.0/16', { account: consumer }),
    vpc('Provider', '10.0.0.0/16', { account: provider }),
    subnet('C1', 'Consumer', '10.0.1.0/24'),
    subnet('P1', 'Provider', '10.0.1.0/24'),
    host('client', ['Consumer', 'C1', '10.0.1.10'], ['sg-client']),
    host('other', ['Consumer', 'C1', '10.0.1.11']),
    host('target', ['Provider', 'P1', '10.0.1.10'], ['sg-target']),
    group('sg-client', 'Consumer', { egress: [rule(clientPeer, 'tcp', 80)] }),
    group('sg-association', 'Consumer', { ingress: [rule('sg-client', 'tcp', 80)] }),
    group('sg-target', 'Provider', { ingress: [rule(targetPeer, 'tcp', 8080)] }),
    {
      prefixLists: [
        { id: 'pl-lattice', prefixListName: 'com.amazonaws.us-east-1.vpc-lattice', cidrs: undefined },
        { id: 'pl-mine', prefixListName: 'mine', cidrs: ['10.9.0.0/16'] },
      ],
      latticeServices: [
        {
          id: 'svc',
          account: provider,
          authType: 'NONE',
          listeners: [{ protocols: ['tcp'], port: 80, targetGroupIds: ['targets'] }],
          ...service,
        },
      ],
      targetGroups: [
        {
          id: 'targets',
          targetType: 'ip',
          vpcId: 'Provider',
          port: 8080,
          preserveClientIp: false,
          targets: [{ to: { ip: '10.0.1.10' }, port: 8080 }],
        },
      ],
      serviceNetworks: [
        {
          id: 'sn',
          account: provider,
          authType: 'NONE',
          serviceAssociations: [{ id: 'snsa', latticeServiceId: 'svc' }],
          resourceAssociations: [],
          ...serviceNetwork,
        },
      ],
      serviceNetworkVpcAssociations: [
        {
          id: 'snva',
          account: consumer,
          serviceNetworkId: 'sn',
          vpcId: 'Consumer',
          securityGroupIds: ['sg-association'],
          ...association,
        },
      ],
      resourceShares: [
        {
          id: 'share',
          account: provider,
          resourceIds: ['arn:aws:vpc-lattice:us-east-1:111111111111:servicenetwork/sn'],
          principals: [consumer],
          ...share,
        },
      ],
    },
  );
  return { ...model, ...changes.model };
}
