import { isInfrastructureAsCode } from '../cloudtrail/identity';
import type { CreatedResource } from '../derivation/derivation';
import { codeHint } from '../policy/code-hint';
import { appliedEarlier, decide, type TagFacts, type Tags } from '../policy/decide';
import type { TagPolicy } from '../policy/tag-policy';
import type { TypedFinding } from '../publish';
import { findingOf } from './finding-of';
import type { Source } from './prepare';
import type { TagResult } from './task';

/** How a resource was left; `retry` where its record has to come again. */
export interface ResourceOutcome {
  readonly outcome: 'tagged' | 'compliant' | 'skipped' | 'refused' | 'retry';
  /** The tags that were added. */
  readonly tags: Tags;
  readonly reason: string;
  readonly findings: readonly TypedFinding[];
  /** For `retry`: when the record shall come again. */
  readonly delaySeconds?: number;
}

/** What to do with a resource: nothing more, or add tags. */
export type Judgement =
  | { readonly kind: 'over'; readonly outcome: ResourceOutcome }
  | {
      readonly kind: 'tag';
      readonly tags: Tags;
      /** The outcome, once it is known how tagging ended. */
      readonly conclude: (result: TagResult) => ResourceOutcome;
    };

/**
 * Judges a resource by the tags that it carries.
 *
 * @param redelivered the record was delivered before, so tags may be the work of a delivery that did not end
 */
export function judge(
  policy: TagPolicy,
  source: Source,
  resource: CreatedResource,
  existing: Tags,
  redelivered: boolean,
): Judgement {
  const facts = factsOf(source, resource);
  const { add, problems } = decide(policy, facts, existing);
  const conclude = (
    outcome: 'tagged' | 'compliant' | 'skipped',
    tags: Tags,
    reason: string,
    findings: TypedFinding[],
  ) =>
    ({
      outcome: problems.length > 0 && outcome === 'compliant' ? 'refused' : outcome,
      tags,
      reason: [reason, ...problems].filter((text) => text !== '').join(' '),
      findings: problems.length > 0 ? [...findings, findingOf('TagRefused', source, resource, {}, problems)] : findings,
    }) satisfies ResourceOutcome;

  const keys = Object.keys(add);
  if (keys.length === 0) {
    const earlier = redelivered ? appliedEarlier(policy, facts, existing, source.tags) : undefined;
    if (earlier === undefined) {
      const reason = problems.length > 0 ? '' : 'All required tags are present.';
      return { kind: 'over', outcome: conclude('compliant', {}, reason, []) };
    }
    const reason = 'Applied by an earlier delivery of the same event.';
    const finding = findingOf('ResourceTagged', source, resource, earlier, [reason]);
    return { kind: 'over', outcome: conclude('tagged', earlier, reason, [finding]) };
  }

  const tool = source.creator?.tool ?? '';
  const hint = isInfrastructureAsCode(tool) ? codeHint(tool, keys) : '';
  if (hint !== '' && policy.infrastructureAsCode === 'alert') {
    const finding = findingOf('ResourceUntagged', source, resource, add, [hint]);
    return { kind: 'over', outcome: conclude('skipped', {}, hint, [finding]) };
  }
  return {
    kind: 'tag',
    tags: add,
    conclude: (result) => {
      if (result.kind === 'tagged') {
        const reason =
          `${keys.length === 1 ? 'This tag was' : 'These tags were'} missing: ${keys.join(', ')}. ${hint}`.trim();
        return conclude('tagged', add, reason, [findingOf('ResourceTagged', source, resource, add, [reason])]);
      }
      if (result.kind === 'retry') return retry(result.reason, result.delaySeconds);
      const reasons = [result.reason, ...problems];
      const findings = [findingOf('TagRefused', source, resource, add, reasons)];
      return { outcome: 'refused', tags: {}, reason: reasons.join(' '), findings };
    },
  };
}

/** The record has to come again. */
export function retry(reason: string, delaySeconds: number): ResourceOutcome {
  return { outcome: 'retry', tags: {}, reason, findings: [], delaySeconds };
}

/** What tag values are made of; see {@link decide}. */
export function factsOf({ creator, eventTime }: Source, { accountId }: CreatedResource): TagFacts {
  const time = Date.parse(eventTime);
  return { creator, accountId, day: Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10) };
}
