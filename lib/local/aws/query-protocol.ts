import { randomUUID } from 'node:crypto';
import type { AwsResponse } from './request';
import type { AwsError, Input } from './service';

/** A tree of maps; a map whose keys are 1, 2, 3 … is a list. */
type Tree = { [key: string]: Tree | string };

/**
 * Reads the parameters of the query protocols: `Tags.member.1.Key=a` and `Tag.1.Key=a` become lists.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function parseQuery(body: string): { readonly action: string; readonly version: string; readonly input: Input } {
  const root: Tree = {};
  const parameters = new URLSearchParams(body);
  for (const [name, value] of parameters) {
    const path = name.split('.').filter((part) => part !== 'member');
    const last = path.pop() ?? '';
    let node = root;
    for (const part of path) {
      const known = node[part];
      const next = typeof known === 'object' ? known : {};
      node[part] = next;
      node = next;
    }
    node[last] = value;
  }
  const { Action, Version, ...input } = lists(root) as Input;
  return { action: String(Action ?? ''), version: String(Version ?? ''), input };
}

function lists(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const entries = Object.entries(node);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => lists(value));
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, lists(value)]));
}

const answer = (status: number, body: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** The answer to an action. EC2 has its own layout. */
export function queryResponse(action: string, output: Input, ec2: boolean): AwsResponse {
  if (ec2) {
    const content = `<requestId>${randomUUID()}</requestId>${toXml(output, 'item')}`;
    return answer(200, `<${action}Response>${content}</${action}Response>`);
  }
  const result = `<${action}Result>${toXml(output, 'member')}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return answer(200, `<${action}Response>${result}${metadata}</${action}Response>`);
}

/** An error in the layout of the query protocols. */
export function queryError({ code, message, status }: AwsError, ec2: boolean): AwsResponse {
  const content = toXml({ Code: code, Message: message }, 'member');
  const id = randomUUID();
  return answer(
    status,
    ec2
      ? `<Response><Errors><Error>${content}</Error></Errors><RequestID>${id}</RequestID></Response>`
      : `<ErrorResponse><Error><Type>Sender</Type>${content}</Error><RequestId>${id}</RequestId></ErrorResponse>`,
  );
}

/** Writes an object as XML elements; each element of a list is an `<item>`, a `<member>`, a `<Tag>` … */
export function toXml(value: unknown, itemName: string): string {
  if (Array.isArray(value)) return value.map((item) => `<${itemName}>${toXml(item, itemName)}</${itemName}>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([name, child]) => `<${name}>${toXml(child, itemName)}</${name}>`)
      .join('');
  }
  return String(value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
