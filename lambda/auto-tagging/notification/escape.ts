const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Makes a value safe inside Slack's mrkdwn and at most `limit` UTF-16 units long (cut with `…`, never within an entity).
 *
 * Control characters and line breaks become spaces. Invisible and direction-changing characters become U+FFFD. What
 * could mention, link or format becomes a look-alike, and only where Slack would act on it, so that common names stay
 * as they are and can be copied.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function escapeText(value: string, limit: number): string {
  const points = [...neutralize(value)].map((point) => entities[point] ?? point);
  if (points.reduce((length, point) => length + point.length, 0) <= limit) return points.join('');
  let text = '';
  for (const point of points) {
    if (text.length + point.length > limit - 1) break;
    text += point;
  }
  return `${text}…`;
}

function neutralize(value: string): string {
  return (
    value
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/[\p{Cf}\p{Cs}]/gu, '\ufffd')
      .replaceAll('`', 'ˋ')
      .replaceAll('|', '∣')
      .replace(/@(?=channel|here|everyone|group)/giu, '＠')
      // Within a word these three do not format.
      .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => lookAlikes[mark] ?? mark)
      // An emoji name stands alone; the colons of an ARN follow a letter or another colon.
      .replace(/(?<![\p{L}\p{N}:]):(?=[\p{L}\p{N}_+'-]+:)/gu, '꞉')
  );
}

const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', _: '＿', '~': '∼' };

/**
 * A link in mrkdwn.
 *
 * @param url a URL that this code made (see console-link.ts); it is percent-encoded where it could end the link
 * @param label any value
 * @param limit the most UTF-16 units of the label
 */
export function link(url: string, label: string, limit: number): string {
  return `<${url.replace(/[<>|&\s]/gu, encodeURIComponent)}|${escapeText(label, limit)}>`;
}
