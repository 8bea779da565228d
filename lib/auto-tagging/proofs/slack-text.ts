import type { SlackMessage } from '../../local/slack';

/** Everything that Slack shows, as a reader sees it: link texts without their targets, nothing escaped. */
export function textOf(messages: readonly SlackMessage[]): string {
  const texts: string[] = [];
  const blocks = messages.map(({ body }) => body.blocks);
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts
    .join('\n')
    .replaceAll(/<https:[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
