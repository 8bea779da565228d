/// <reference lib="dom" />
import { ChatClient } from '../client/chat-client';
import { App } from './app';
import { loadConfig, type WebConfig } from './config';
import { byId } from './elements';
import { type SignIn, signInOf } from './sign-in';

const page = byId('sign-in', HTMLElement);
const form = byId('sign-in-form', HTMLFormElement);
const name = byId('sign-in-user', HTMLInputElement);
const error = byId('sign-in-error', HTMLElement);

/** Signs in, or asks for it, and then shows the chat. */
async function begin(): Promise<void> {
  const config = await loadConfig();
  const signIn = signInOf(config);
  byId('sign-in-name', HTMLElement).hidden = config.signIn.kind !== 'local';
  name.required = config.signIn.kind === 'local';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    signIn.begin(name.value.trim()).then((isDone) => isDone && chat(config, signIn), say);
  });
  if (await signIn.resume().catch(() => false)) chat(config, signIn);
  else page.hidden = false;
}

function chat(config: WebConfig, signIn: SignIn): void {
  const socketUrl = new URL(config.socketUrl, location.href).href.replace(/^http/, 'ws');
  const client = new ChatClient({
    url: () => socketUrl,
    token: (renew) => signIn.token(renew),
    connect: (url, protocols) => new WebSocket(url, protocols),
  });
  byId('sign-out', HTMLButtonElement).addEventListener('click', () => {
    client.stop();
    signIn.end();
    location.reload();
  });
  // Who it is says the server: its first event is waited for, once.
  const end = client.onChange(() => {
    if (client.user === undefined) return;
    end();
    page.hidden = true;
    new App(client, client.user);
  });
  client.start();
}

function say(reason: unknown): void {
  page.hidden = false;
  error.textContent = reason instanceof Error ? reason.message : String(reason);
}

begin().catch(say);
