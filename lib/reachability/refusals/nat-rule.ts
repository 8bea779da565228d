import { isPrivate, parseCidr } from '../ipv4';
import type { NetworkModel, TransitGatewayNatRule } from '../model';
import { overlapping, type Refusal } from './refusal';

const LINK = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayNatRuleRequest.html';

/** NAT rules of transit gateway attachments: equal prefix lengths, private NAT CIDRs, none over another. */
export function natRuleRefusals({ transitGatewayAttachments }: NetworkModel): readonly Refusal[] {
  return transitGatewayAttachments.flatMap(({ id, natRules }) => {
    const refuse = (rule: TransitGatewayNatRule, reason: string): Refusal => ({
      component: rule.id ?? id,
      type: 'transit-gateway-attachment',
      reason,
      link: LINK,
    });
    const lengths = natRules
      .filter((rule) => parseCidr(rule.matchSourceCidr).prefixLength !== parseCidr(rule.natCidr).prefixLength)
      .map((rule) => refuse(rule, `${rule.matchSourceCidr} and ${rule.natCidr} differ in their prefix lengths`));
    const ranges = natRules
      .filter(({ natCidr }) => !isPrivate(parseCidr(natCidr)))
      .map((rule) => refuse(rule, `the NAT CIDR ${rule.natCidr} is of neither RFC 1918 nor RFC 6598`));
    const overlaps = (['matchSourceCidr', 'natCidr'] as const).flatMap((key) =>
      overlapping(natRules, (rule) => rule[key]).map(([later, earlier]) =>
        refuse(later, `${later[key]} overlaps ${earlier[key]} of another NAT rule of the attachment`),
      ),
    );
    return [...lengths, ...ranges, ...overlaps];
  });
}
