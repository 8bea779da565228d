import type { Proof, Verdict } from '../../proof/claim';
import type { Stack } from '../../reachability/template/stack';
import { BREAKS } from '../node-join/breaks';
import { JOIN_CHECKS, missingForNodes } from '../node-join/checklist';
import { ATTEMPTS } from '../node-join/story';
import { STACK } from '../synthesize';
import { type Variant, variants } from '../variants';

/**
 * Nothing is missing for nodes to join in any config; whatever is taken away is named, and nothing else; and of a node
 * group that stays in CREATING the checklist names what nobody found.
 */
export const prove: Proof = async ({ assembly, progress }) => judge(variants(assembly, progress), new Date());

/** The same of some configs, which have to be with a NAT gateway and with endpoints, on a day. */
export function judge(all: readonly Variant[], today: Date): Verdict {
  const problems = all.flatMap(({ name, stacks }) =>
    missingForNodes(stacks, today).map((one) => `${name}: ${one.piece}: ${one.component}: ${one.reason}`),
  );
  // Where something is missing anyway, taking something else away shows nothing.
  const breaks = problems.length === 0 ? BREAKS : [];
  for (const each of breaks) {
    const stacks = all.find((variant) => egressOf(variant) === each.egress)?.stacks ?? [];
    const missing = missingForNodes(
      stacks.map((stack) => (stack.stackName === STACK ? each.apply(stack) : stack)),
      today,
    );
    const wrong = missing.filter(
      ({ piece, component }) => piece !== each.piece || component !== `${STACK}/${each.component}`,
    );
    if (missing.length === 0) problems.push(`nobody misses ${each.what}`);
    problems.push(...wrong.map(({ piece, component }) => `without ${each.what} it names ${piece} at ${component}`));
  }
  const story = ATTEMPTS.map(({ what, stack, today: then, belief }) => {
    const causes = missingForNodes([stack], then).map(({ component, reason }) => `${component}: ${reason}`);
    if (causes.length === 0) problems.push(`${what}: no cause is found`);
    return `${what}; ${belief}. Named: ${causes.join('; ')}`;
  });
  return {
    holds: problems.length === 0,
    figures: {
      configs: all.length,
      'things on the checklist': Object.keys(JOIN_CHECKS).length,
      'things taken away, one at a time': breaks.length,
      'stuck node groups that are explained': story.length,
    },
    notes: [...problems, ...story],
  };
}

const egressOf = ({ stacks }: Variant): 'nat' | 'endpoints' => (stacks.some(hasNatGateway) ? 'nat' : 'endpoints');

const hasNatGateway = ({ template }: Stack): boolean =>
  Object.values(template.Resources ?? {}).some(({ Type }) => Type === 'AWS::EC2::NatGateway');
