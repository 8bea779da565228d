import type { SlackBody } from '../local/slack';

interface TextObject {
  readonly type?: string;
  readonly text?: string;
}

/** A message as a reader of Slack sees it, without the looks: links by their labels, bold as it is, nothing escaped. */
export function slackText({ text = '', blocks = [] }: SlackBody): string {
  const lines = blocks.flatMap((block) => {
    const elements = Array.isArray(block.elements) ? (block.elements as readonly TextObject[]) : [];
    return [block.text as TextObject | undefined, ...elements].flatMap((object) => (object ? [plain(object)] : []));
  });
  return lines.length > 0 ? lines.join('\n') : text;
}

function plain({ type, text = '' }: TextObject): string {
  if (type === 'plain_text') return text;
  return text
    .replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replace(/(?<![\p{L}\p{N}])\*([^*\n]+)\*(?![\p{L}\p{N}])/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
