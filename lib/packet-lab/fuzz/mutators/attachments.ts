import type { NetworkModel, TransitGatewayAttachment, TransitGatewayNatRule } from '../../../reachability/model';
import { altered } from '../cidrs';
import type { Dice } from '../dice';
import { edit, type Mutation, type Mutator, pickIndex, replaced, without } from '../mutation';

/** Changes to attachments of transit gateways, and to peering connections. */
export const attachmentMutators: Readonly<Record<string, Mutator>> = {
  'drop a zone': withAttachment((attachment, _model, dice) => {
    const subnetId = dice.pick(attachment.resource.kind === 'vpc' ? attachment.resource.subnetIds : []);
    return subnetId === undefined
      ? undefined
      : alterVpc(attachment, `${attachment.id} without ${subnetId}`, (resource) => ({
          ...resource,
          subnetIds: resource.subnetIds.filter((id) => id !== subnetId),
        }));
  }),
  'another subnet': withAttachment((attachment, model, dice) => {
    const { resource } = attachment;
    const subnet =
      resource.kind === 'vpc' ? dice.pick(model.subnets.filter((one) => one.vpcId === resource.vpcId)) : undefined;
    if (!subnet) return undefined;
    const same = model.subnets.filter((one) => one.availabilityZone === subnet.availabilityZone).map(({ id }) => id);
    return alterVpc(attachment, `${attachment.id} by ${subnet.id}`, (one) => ({
      ...one,
      subnetIds: [...one.subnetIds.filter((id) => !same.includes(id)), subnet.id],
    }));
  }),
  pending: withAttachment((attachment) => {
    const state = attachment.state === 'available' ? 'pending-acceptance' : 'available';
    return edit('transitGatewayAttachments', attachment, `${attachment.id} is ${state}`, (one) => ({ ...one, state }));
  }),
  'appliance mode': withAttachment((attachment) =>
    alterVpc(attachment, `${attachment.id}: appliance mode the other way`, (one) => ({
      ...one,
      applianceMode: !one.applianceMode,
    })),
  ),
  'security group referencing': withAttachment((attachment) =>
    alterVpc(attachment, `${attachment.id}: security group referencing the other way`, (one) => ({
      ...one,
      securityGroupReferencing: !one.securityGroupReferencing,
    })),
  ),
  'remove a NAT rule': withNatRule(({ attachment, index, label }) =>
    edit('transitGatewayAttachments', attachment, `remove ${label}`, (one) => ({
      ...one,
      natRules: without(one.natRules, index),
    })),
  ),
  'another NAT rule': withNatRule(({ attachment, index, label, rule }, model, dice) => {
    const matchSourceCidr = altered(rule.matchSourceCidr, model, dice);
    const natCidr = `${rule.natCidr.split('/')[0] ?? ''}/${matchSourceCidr.split('/')[1] ?? ''}`;
    const name = `${label} is ${matchSourceCidr} to ${natCidr}`;
    return edit('transitGatewayAttachments', attachment, name, (one) => ({
      ...one,
      natRules: replaced(one.natRules, index, (before) => ({ ...before, matchSourceCidr, natCidr })),
    }));
  }),
  peering: (model, dice) => {
    const peering = dice.pick(model.vpcPeeringConnections);
    if (!peering) return undefined;
    const status = peering.status === 'active' ? 'pending-acceptance' : 'active';
    return edit('vpcPeeringConnections', peering, `${peering.id} is ${status}`, (one) => ({ ...one, status }));
  },
};

type VpcResource = Extract<TransitGatewayAttachment['resource'], { readonly kind: 'vpc' }>;

function withAttachment(
  make: (attachment: TransitGatewayAttachment, model: NetworkModel, dice: Dice) => Mutation | undefined,
): Mutator {
  return (model, dice) => {
    const attachment = dice.pick(model.transitGatewayAttachments.filter(({ resource }) => resource.kind === 'vpc'));
    return attachment && make(attachment, model, dice);
  };
}

function alterVpc(
  attachment: TransitGatewayAttachment,
  name: string,
  change: (resource: VpcResource) => VpcResource,
): Mutation {
  return edit('transitGatewayAttachments', attachment, name, (one) =>
    one.resource.kind === 'vpc' ? { ...one, resource: change(one.resource) } : one,
  );
}

interface ChosenNat {
  readonly attachment: TransitGatewayAttachment;
  readonly index: number;
  readonly rule: TransitGatewayNatRule;
  readonly label: string;
}

function withNatRule(make: (chosen: ChosenNat, model: NetworkModel, dice: Dice) => Mutation | undefined): Mutator {
  return (model, dice) => {
    const attachment = dice.pick(model.transitGatewayAttachments.filter(({ natRules }) => natRules.length > 0));
    const index = attachment && pickIndex(dice, attachment.natRules);
    const rule = attachment?.natRules[index ?? -1];
    if (!attachment || index === undefined || !rule) return undefined;
    return make({ attachment, index, rule, label: `NAT rule ${index} of ${attachment.id}` }, model, dice);
  };
}
