import { consoleLink, runbookLink } from './console-link';
import { type Digest, groupBy, type InterruptedMessage } from './digest';
import { escapeText, link } from './escape';
import { type Alert, type AlertKind, alertKinds } from './parse';

/** A piece of mrkdwn of at most {@link MAX_LINE_LENGTH} characters that is never torn apart, and what it tells of. */
export interface Line {
  readonly text: string;
  readonly alerts: readonly Alert[];
  readonly interrupted?: InterruptedMessage;
}

/** Lines under a title. */
export interface LineGroup {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Below what a section of Slack holds (3,000), so that a title fits in with any line. */
export const MAX_LINE_LENGTH = 2900;

/** How many resources of a kind are told in full; a person reads no more. The others are listed by name. */
export const DETAILED = 10;

const words: Readonly<Record<AlertKind, { readonly count: string; readonly title: string; readonly tags: string }>> = {
  alarm: { count: 'alarm', title: 'Alarm', tags: '' },
  tagged: { count: 'tagged', title: 'Tagged', tags: 'added' },
  refused: { count: 'refused', title: 'Refused', tags: 'added' },
  unmapped: { count: 'not mapped', title: 'Not mapped', tags: 'added' },
  untagged: { count: 'left untagged', title: 'Left untagged', tags: 'missing' },
  pending: { count: 'pending', title: 'Pending', tags: 'added' },
  removed: { count: 'with a tag removed', title: 'Tag removed', tags: 'removed' },
};

/** Such as `3 tagged, 1 refused`; holds no data but numbers. */
export function countsOf({ alerts, interrupted }: Digest): string {
  const ofKind = groupBy(alerts, ({ kind }) => kind);
  const counts = alertKinds.flatMap((kind) => {
    const count = ofKind.get(kind)?.length;
    return count ? [`${count} ${words[kind].count}`] : [];
  });
  return [...counts, ...(interrupted.length > 0 ? ['delivery interrupted'] : [])].join(', ');
}

/** Everything that a digest tells: each alert stands in exactly one line. */
export function lineGroups({ alerts, interrupted }: Digest): readonly LineGroup[] {
  const ofKind = groupBy(alerts, ({ kind }) => kind);
  const groups = alertKinds.flatMap((kind) => {
    const members = ofKind.get(kind);
    return members ? [{ title: `*${words[kind].title}* (${members.length})`, lines: linesOf(members) }] : [];
  });
  const torn = interrupted.map(interruptedLine);
  return [...(torn.length > 0 ? [{ title: '*Interrupted*', lines: torn }] : []), ...groups];
}

function linesOf(alerts: readonly Alert[]): readonly Line[] {
  const others = alerts.slice(DETAILED);
  return [...alerts.slice(0, DETAILED).map((alert) => ({ text: detailed(alert), alerts: [alert] })), ...listed(others)];
}

function detailed(alert: Alert): string {
  const url = consoleLink(alert.arn);
  const name = url ? link(url, alert.resourceName, 200) : escapeText(alert.resourceName, 200);
  const cause = [alert.eventName, alert.tool].filter(Boolean).map((value) => escapeText(value, 100));
  const description = alert.description ?? '';
  const runbook = runbookLink(description);
  const why = escapeText(alert.reason, 400);
  return [
    [`• ${name}`, ...kindAndPlace(alert)].join(' · '),
    tagsText(alert),
    // Without a link the article stands there as a path.
    runbook ? '' : escapeText(description, 300),
    [why && `why: ${why}`, ...cause, ...(runbook ? [link(runbook, 'runbook', 10)] : [])].filter(Boolean).join(' · '),
  ]
    .filter(Boolean)
    .join('\n    ');
}

/** Names only, under what they have in common. */
function listed(alerts: readonly Alert[]): readonly Line[] {
  const alike = groupBy(alerts, (alert) =>
    [...kindAndPlace(alert), tagsText(alert), alert.kind === 'tagged' ? '' : escapeText(alert.reason, 400)]
      .filter(Boolean)
      .join(' · '),
  );
  return [...alike].flatMap(([common, members]) => {
    const lines: { text: string; readonly alerts: Alert[] }[] = [];
    for (const member of members) {
      const name = escapeText(member.resourceName, 200);
      const line = lines.at(-1);
      if (line && line.text.length + name.length + 2 <= MAX_LINE_LENGTH) {
        line.text += `, ${name}`;
        line.alerts.push(member);
      } else {
        lines.push({ text: `• ${common}: ${name}`, alerts: [member] });
      }
    }
    return lines;
  });
}

function kindAndPlace({ resourceType, region, accountId }: Alert): readonly string[] {
  const place = [region, accountId].filter(Boolean).map((value) => escapeText(value, 50));
  return [escapeText(resourceType, 100), place.join(' / ')].filter(Boolean);
}

function tagsText({ kind, tags }: Alert): string {
  const entries = Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key} = ${value}`));
  if (entries.length === 0) return '';
  const text = escapeText(entries.join(', '), 500);
  return `${words[kind].tags} (${entries.length}): ${text}`;
}

function interruptedLine(interrupted: InterruptedMessage): Line {
  const owner = escapeText(interrupted.alerts[0]?.owner || 'nobody in particular', 100);
  const which = `${interrupted.size} resources of ${owner}, digest ${escapeText(interrupted.id, 50)}`;
  const text = `• Delivery of an earlier digest (${which}) was interrupted; it may stand above. Look for its id in the logs.`;
  return { text, alerts: [], interrupted };
}
