import type { TransitGatewayNatRule } from '../model';
import type { Answers } from './answers';
import { listOf } from './items';

interface NatConfiguration {
  readonly TransitGatewayAttachmentId?: string;
  readonly NatGatewaySupport?: string;
  readonly NatSystemRouteSupport?: string;
  readonly NatGatewayRules?: readonly { readonly MatchSourceCidr?: string; readonly NatCidr?: string }[];
}

/** Rules by which the attachment translates; what is only staged translates nothing. */
export function readNatRules(answers: Answers, attachment: string): readonly TransitGatewayNatRule[] {
  return natConfigurations(answers, attachment)
    .filter(({ NatGatewaySupport = 'enabled' }) => NatGatewaySupport.startsWith('enabl'))
    .flatMap(({ NatGatewayRules = [] }) => NatGatewayRules)
    .flatMap(({ MatchSourceCidr: matchSourceCidr, NatCidr: natCidr }) =>
      matchSourceCidr && natCidr ? [{ matchSourceCidr, natCidr }] : [],
    );
}

/**
 * Whether the route tables to which the attachment propagates also get the CIDRs of its NAT rules.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetTransitGatewayAttachmentNatConfiguration.html
 */
export function propagatesNat(answers: Answers, attachment: string): boolean {
  return natConfigurations(answers, attachment).some(({ NatSystemRouteSupport }) => NatSystemRouteSupport === 'enable');
}

function natConfigurations(answers: Answers, attachment: string): readonly NatConfiguration[] {
  return listOf<NatConfiguration>(answers, 'TransitGatewayAttachmentNatConfigurations')
    .map(({ row }) => row)
    .filter(({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId === attachment);
}
