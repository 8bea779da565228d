import { type Building, componentOf, existing, type Family } from '../building';
import { addInterfaces, interfacesOf, securityGroupIdsOf, vpcIdOf } from '../interfaces';
import { booleanOf, idOf, listOf, objectOf, optionalAddressOf, optionalIdOf, optionalTextOf } from '../properties';
import type { Resource } from '../stack';

const NETWORK_INTERFACE = 'AWS::EC2::NetworkInterface';
const INSTANCE = 'AWS::EC2::Instance';

/** Interfaces of their own, what attaches them, and Elastic IP addresses. */
export const networkInterfaceFamily: Family = {
  [NETWORK_INTERFACE]: { interfaces: addNetworkInterface },
  'AWS::EC2::NetworkInterfaceAttachment': {
    effects: ({ properties: { InstanceId, NetworkInterfaceId } }, { draft }) => {
      const id = idOf(NetworkInterfaceId, 'NetworkInterfaceId', NETWORK_INTERFACE);
      existing(draft.networkInterfaces, id).owner = { kind: 'instance', id: idOf(InstanceId, 'InstanceId', INSTANCE) };
    },
  },
  'AWS::EC2::EIP': {
    effects: ({ id, properties: { InstanceId } }, building) => {
      const instance = optionalIdOf(InstanceId, 'InstanceId', INSTANCE);
      const [primary] = instance === undefined ? [] : interfacesOf(building.draft, instance);
      if (primary) give(primary, building.elasticIps.get(id));
    },
  },
  'AWS::EC2::EIPAssociation': {
    effects: ({ properties }, building) => {
      const { AllocationId, EIP, InstanceId, NetworkInterfaceId, PrivateIpAddress } = properties;
      const elasticIp = building.elasticIps.get(idOf(AllocationId ?? EIP, 'AllocationId', 'AWS::EC2::EIP'));
      const direct = optionalIdOf(NetworkInterfaceId, 'NetworkInterfaceId', NETWORK_INTERFACE);
      const id = direct ?? interfacesOf(building.draft, idOf(InstanceId, 'InstanceId', INSTANCE))[0]?.id ?? '';
      give(
        existing(building.draft.networkInterfaces, id),
        elasticIp,
        optionalTextOf(PrivateIpAddress, 'PrivateIpAddress'),
      );
    },
  },
};

type DraftInterface = ReturnType<typeof interfacesOf>[number];

function give(networkInterface: DraftInterface, publicIp: string | undefined, privateIp?: string): void {
  const at = networkInterface.addresses.findIndex(
    (address) => privateIp === undefined || address.privateIp === privateIp,
  );
  const address = networkInterface.addresses[at];
  if (address && publicIp !== undefined) networkInterface.addresses[at] = { ...address, publicIp };
}

function addNetworkInterface(resource: Resource, building: Building): void {
  const { GroupSet, PrivateIpAddress, PrivateIpAddresses, SourceDestCheck, SubnetId } = resource.properties;
  const listed = listOf(PrivateIpAddresses, 'PrivateIpAddresses').map((item) => objectOf(item, 'PrivateIpAddresses'));
  const primary = listed.find(({ Primary }) => booleanOf(Primary, 'Primary', false));
  const given = optionalAddressOf(PrivateIpAddress ?? primary?.PrivateIpAddress, 'PrivateIpAddress');
  const subnetIds = [idOf(SubnetId, 'SubnetId', 'AWS::EC2::Subnet')];
  const [id = ''] = addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds: securityGroupIdsOf(building, GroupSet, vpcIdOf(building, subnetIds)),
    owner: { kind: 'none', id: resource.id },
    sourceDestCheck: booleanOf(SourceDestCheck, 'SourceDestCheck', true),
    id: () => resource.id,
    privateIp: () => given,
  });
  const secondary = listed
    .filter((item) => item !== primary)
    .flatMap((item) => optionalAddressOf(item.PrivateIpAddress, 'PrivateIpAddress') ?? []);
  existing(building.draft.networkInterfaces, id).addresses.push(...secondary.map((privateIp) => ({ privateIp })));
  Object.assign(existing(building.draft.networkInterfaces, id), { name: componentOf(resource).name });
}
