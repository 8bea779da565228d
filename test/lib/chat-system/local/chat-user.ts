import WebSocket from 'ws';
import { ChatClient } from '../../../../services/chat-system/client/chat-client';

/** Signs in at a server and connects. */
export async function chatUser(url: string, user: string) {
  const client = new ChatClient({
    url: () => `${url.replace('http', 'ws')}/socket`,
    token: async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/sign-in`, { method: 'POST', headers, body: JSON.stringify({ user }) });
      return ((await answer.json()) as { readonly token: string }).token;
    },
    connect: (address, protocols) => new WebSocket(address, protocols),
  });
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  client.start();
  await until(() => client.user !== undefined);
  return { client, until };
}

/** Uploads a text as a picture. @returns its key */
export async function putFile(client: ChatClient, room: string, text: string): Promise<string> {
  const file = { room, name: 'a.png', contentType: 'image/png', size: Buffer.byteLength(text) };
  const { url, fields, key } = await client.upload(file);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([text]), file.name);
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(await answer.text());
  return key;
}
