import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/auto-tagging.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'auto-tagging/nothing-vanishes',
    text: 'Every creating call ends as tagged, compliant, skipped for a stated reason, or reported on Slack.',
    evidence: proved(() => import('./proofs/nothing-vanishes')),
  },
  {
    id: 'auto-tagging/right-arn',
    text: 'At least 97 % of creating calls, real ones where a file of them is given, get the right ARN or the right classification.',
    evidence: proved(() => import('./proofs/right-arn')),
  },
  {
    id: 'auto-tagging/burst-drains-at-the-limit',
    text: '15,215 creations by 40 people in a minute are tagged or reported exactly once, within 1.5 times what the limit of TagResources demands, with at most one Slack message a second.',
    evidence: proved(() => import('./proofs/burst-drains-at-the-limit')),
  },
  {
    id: 'auto-tagging/crash-changes-nothing',
    text: 'A crash at any point, followed by redelivery, leaves the same tags and announces no resource twice.',
    evidence: proved(() => import('./proofs/crash-changes-nothing')),
  },
  {
    id: 'auto-tagging/slack-url-stays-secret',
    text: 'The Slack URL is in no template, asset, log or report.',
    evidence: proved(() => import('./proofs/slack-url-stays-secret')),
  },
  {
    id: 'auto-tagging/least-privilege',
    text: 'The roles may do what the handlers call, and nothing more.',
    evidence: proved(() => import('./proofs/least-privilege')),
  },
  {
    id: 'auto-tagging/announced-within-minutes',
    text: 'In an account, a creation is on Slack a few minutes after the call.',
    evidence: { kind: 'account', command: 'npx takehome send' },
  },
  {
    id: 'auto-tagging/destroy-leaves-nothing',
    text: 'After the destroy no resource of the stack is left.',
    evidence: {
      kind: 'account',
      command:
        'npx cdk destroy AutoTagging && aws resourcegroupstaggingapi get-resources --tag-filters Key=aws:cloudformation:stack-name,Values=AutoTagging',
    },
  },
  {
    id: 'auto-tagging/five-calls-a-second',
    text: 'TagResources allows 5 calls a second for an account and Region, with up to 20 ARNs each.',
    evidence: { kind: 'cited', link: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html' },
  },
  {
    id: 'auto-tagging/never-tagged-is-invisible',
    text: 'GetResources does not return resources that never had a tag.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html',
    },
  },
  {
    id: 'auto-tagging/rules-need-a-trail',
    text: 'CloudTrail hands API calls to EventBridge only where a trail logs them, and delivery is best effort.',
    evidence: { kind: 'cited', link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/event-types.html' },
  },
];
