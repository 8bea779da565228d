import { componentOf, type Family, reportNotModelled } from '../building';
import { CUSTOM_CALL, callOf } from '../calls';
import { idsIn, listOf, objectOf } from '../properties';
import type { Resource } from '../stack';
import type { Value } from '../value';
import { addManagedPrefixList } from './prefix-list';

/** Calls of these SDK clients may change the network. */
const NETWORK_SERVICES =
  /^(ec2|elb|elbv2|elasticloadbalancing|elastic-load-balancing(-v2)?|elasticloadbalancingv2|vpc-?lattice|ram|network-?manager|network-?firewall|direct-?connect|global-?accelerator)$/;

/** What reads, or only names, and what the components that it is about take into account themselves. */
const JUDGED =
  /^(describe|get|list|search|createTags|deleteTags|tagResource|modifyVpcPeeringConnectionOptions$|acceptVpcEndpointConnections$|acceptVpcPeeringConnection$|acceptTransitGatewayVpcAttachment$|acceptTransitGatewayPeeringAttachment$|acceptResourceShareInvitation$)/;

/** API calls that CDK makes at deployment. */
export const callFamily: Family = {
  [CUSTOM_CALL]: {
    network: (resource, building) => {
      const call = callOf(resource.properties);
      if (call?.action !== 'describeManagedPrefixLists') return;
      const name = prefixListName(call.parameters);
      if (name !== undefined) addManagedPrefixList(building, componentOf(resource), name);
    },
    effects: (resource, building) => {
      if (!resource.properties.Create && !resource.properties.Update) return;
      const call = callOf(resource.properties);
      if (call && (!NETWORK_SERVICES.test(call.service) || JUDGED.test(call.action))) return;
      const what = call ? `it calls ${call.action}` : 'it makes a call that cannot be read';
      reportNotModelled(building, resource, what, touchesOf(resource));
    },
  },
};

/** What the parameters name, and not the function that makes the call. */
function touchesOf(resource: Resource): readonly string[] {
  const { Create, Update } = resource.properties;
  return idsIn({ ...resource, properties: { Create, Update } });
}

function prefixListName(parameters: Value): string | undefined {
  const { Filters, PrefixListIds } = objectOf(parameters, 'the parameters');
  for (const filter of listOf(Filters, 'Filters')) {
    const { Name, Values } = objectOf(filter, 'Filters');
    const [name] = listOf(Values, 'Values');
    if (Name === 'prefix-list-name' && typeof name === 'string') return name;
  }
  const [id] = listOf(PrefixListIds, 'PrefixListIds');
  return typeof id === 'string' ? id : undefined;
}
