import { filterRules } from './filters';
import { loadBalancerRules } from './load-balancer';
import { natRules } from './nat';
import { peeringRules } from './peering';
import { privateLinkRules } from './private-link';
import type { RuleCase } from './rule-case';
import { transitGatewayRules } from './transit-gateway';

/** Rules of AWS that a verdict has to know, each with a network in which it decides. */
export const rules: readonly RuleCase[] = [
  ...peeringRules,
  ...natRules,
  ...transitGatewayRules,
  ...filterRules,
  ...loadBalancerRules,
  ...privateLinkRules,
];
