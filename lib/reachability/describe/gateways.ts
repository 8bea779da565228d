import type * as ec2 from '@aws-sdk/client-ec2';
import type { InternetGateway, NatGateway, NotModelled, VpcPeeringConnection } from '../model';
import type { Answers } from './answers';
import { component, present } from './component';
import { itemsOf } from './items';

// AWS answers `available`, which its own list of states does not have.
const ATTACHED: ReadonlySet<string> = new Set(['available', 'attached']);

/** Internet gateways, attached or not. */
export function readInternetGateways(answers: Answers): readonly InternetGateway[] {
  return itemsOf<ec2.InternetGateway>(answers, 'InternetGateways', 'InternetGatewayId').map((item) => {
    const attached = item.row.Attachments?.find(({ State }) => ATTACHED.has(State ?? 'attached'));
    return { ...component(item.id, item), vpcId: attached?.VpcId };
  });
}

function isAvailable({ row }: { readonly row: { readonly State?: string | undefined } }): boolean {
  return row.State === undefined || row.State === 'available';
}

/** NAT gateways that work now: deleted ones stay listed for a while. */
export function readNatGateways(answers: Answers): readonly NatGateway[] {
  return itemsOf<ec2.NatGateway>(answers, 'NatGateways', 'NatGatewayId')
    .filter(isAvailable)
    .flatMap((item) => {
      const { VpcId = '', SubnetId, ConnectivityType, NatGatewayAddresses = [] } = item.row;
      const address = NatGatewayAddresses.find(({ IsPrimary }) => IsPrimary) ?? NatGatewayAddresses[0];
      if (!SubnetId || !address?.NetworkInterfaceId) return [];
      return [
        {
          ...component(item.id, item),
          vpcId: VpcId,
          subnetId: SubnetId,
          connectivityType: ConnectivityType === 'private' ? ('private' as const) : ('public' as const),
          networkInterfaceId: address.NetworkInterfaceId,
        },
      ];
    });
}

/** Peering connections that work, or that wait for somebody to accept them. */
export function readVpcPeeringConnections(answers: Answers): readonly VpcPeeringConnection[] {
  return itemsOf<ec2.VpcPeeringConnection>(answers, 'VpcPeeringConnections', 'VpcPeeringConnectionId').flatMap(
    (item) => {
      const { RequesterVpcInfo, AccepterVpcInfo, Status } = item.row;
      const status = Status?.Code ?? 'active';
      if (status !== 'active' && status !== 'pending-acceptance') return [];
      const requester = RequesterVpcInfo?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc;
      const accepter = AccepterVpcInfo?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc;
      return [
        {
          ...component(item.id, item),
          account: RequesterVpcInfo?.OwnerId ?? item.account,
          region: RequesterVpcInfo?.Region ?? item.region,
          requesterVpcId: RequesterVpcInfo?.VpcId ?? '',
          accepterVpcId: AccepterVpcInfo?.VpcId ?? '',
          status,
          ...(requester !== undefined && accepter !== undefined && { allowDnsResolution: { requester, accepter } }),
        },
      ];
    },
  );
}

/** What leads out of AWS, and NAT gateways of a whole VPC: whatever is behind them is not in the input. */
export function readForeignGateways(answers: Answers): readonly NotModelled[] {
  const note = (id: string, type: string, reason: string, touches: readonly (string | undefined)[]): NotModelled => ({
    id,
    type,
    reason,
    touches: [...new Set([id, ...touches.filter(present)])],
  });
  const outside = 'what lies behind it is not known';
  return [
    ...itemsOf<ec2.VpnGateway>(answers, 'VpnGateways', 'VpnGatewayId')
      .filter(isAvailable)
      .map(({ id }) => note(id, 'VpnGateway', outside, [])),
    ...itemsOf<ec2.VpnConnection>(answers, 'VpnConnections', 'VpnConnectionId')
      .filter(isAvailable)
      .map(({ id, row }) => note(id, 'VpnConnection', outside, [row.VpnGatewayId || undefined])),
    ...itemsOf<ec2.NatGateway>(answers, 'NatGateways', 'NatGatewayId')
      .filter((item) => isAvailable(item) && !item.row.SubnetId)
      .map(({ id }) => note(id, 'NatGateway', 'a regional NAT gateway has no subnet', [])),
    ...itemsOf<{ readonly DirectConnectGatewayId?: string }>(answers, 'directConnectGateways', (row) =>
      'directConnectGatewayId' in row ? String(row.directConnectGatewayId) : undefined,
    ).map(({ id }) => note(id, 'DirectConnectGateway', outside, [])),
  ];
}
