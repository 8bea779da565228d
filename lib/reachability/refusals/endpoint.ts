import type { NetworkModel, VpcEndpoint } from '../model';
import { allowed } from '../services/endpoint-service';
import { type Refusal, repeated } from './refusal';

const DOCS = 'https://docs.aws.amazon.com/vpc/latest/privatelink';
const PRINCIPAL_LINK = `${DOCS}/configure-endpoint-service.html#add-remove-permissions`;
const RESOURCE_LINK = `${DOCS}/use-resource-endpoint.html`;
const INTERFACE_LINK = `${DOCS}/create-interface-endpoint.html`;

/** Endpoints that may not use their service, are beside their resource gateway, or repeat a private name or a zone. */
export function endpointRefusals(model: NetworkModel): readonly Refusal[] {
  const { vpcEndpoints, endpointServices, resourceConfigurations, resourceGateways } = model;
  const services = new Map(endpointServices.map((service) => [service.id, service]));
  const configurations = new Map(resourceConfigurations.map((one) => [one.id, one.resourceGatewayId]));
  const gateways = new Map(resourceGateways.map(({ id, vpcId }) => [id, vpcId]));
  const single = vpcEndpoints.flatMap((endpoint) => {
    const service = services.get(endpoint.endpointServiceId ?? '');
    const forbidden = service ? allowed(service, endpoint).blockers : undefined;
    const gatewayVpcId = gateways.get(configurations.get(endpoint.resourceConfigurationId ?? '') ?? '');
    return [
      ...(forbidden ?? []).map(({ reason }) =>
        refuse(endpoint, `the service ${service?.serviceName ?? ''} does not exist for it: ${reason}`, PRINCIPAL_LINK),
      ),
      ...(gatewayVpcId === endpoint.vpcId
        ? [refuse(endpoint, 'the resource gateway of its resource is in the same VPC', RESOURCE_LINK)]
        : []),
    ];
  });
  return [...single, ...sameName(vpcEndpoints), ...sameZone(model)];
}

function refuse({ id }: VpcEndpoint, reason: string, link: string): Refusal {
  return { component: id, type: 'vpc-endpoint', reason, link };
}

function sameName(endpoints: readonly VpcEndpoint[]): readonly Refusal[] {
  const named = endpoints.filter(({ kind, privateDnsEnabled }) => kind === 'Interface' && privateDnsEnabled);
  return repeated(named, ({ vpcId, serviceName }) => serviceName && `${vpcId} ${serviceName}`).map((endpoint) =>
    refuse(
      endpoint,
      `the VPC already has a conflicting private DNS name of ${endpoint.serviceName ?? ''}`,
      INTERFACE_LINK,
    ),
  );
}

/** An Interface endpoint has one subnet for each Availability Zone. */
function sameZone({ vpcEndpoints, networkInterfaces, subnets }: NetworkModel): readonly Refusal[] {
  const zones = new Map(subnets.map(({ id, availabilityZone }) => [id, availabilityZone]));
  const zonesOfInterfaces = new Map(networkInterfaces.map(({ id, subnetId }) => [id, zones.get(subnetId)]));
  return vpcEndpoints
    .filter(({ kind }) => kind === 'Interface')
    .flatMap((endpoint) =>
      repeated(endpoint.networkInterfaceIds, (one) => zonesOfInterfaces.get(one)).map((one) =>
        refuse(endpoint, `${one} is in a second subnet of the same Availability Zone`, INTERFACE_LINK),
      ),
    );
}
