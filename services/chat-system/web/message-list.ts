/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import type { PendingMessage } from '../client/view';
import type { Message } from '../protocol/messages';
import { attachmentView } from './attachment-view';
import type { AttachmentStore } from './attachments';
import { arrange, avatarOf, button, byId, element } from './elements';
import { dayWords, errorWords, timeWords } from './words';

/** Messages of one sender within this time belong together, milliseconds. */
const TOGETHER_MS = 5 * 60_000;

/** A message on the page: of the history, or on its way there. */
interface Shown extends Pick<Message, 'id' | 'from' | 'text' | 'attachment'> {
  readonly at: number;
  readonly state: PendingMessage['state'] | 'sent';
  readonly reason?: string;
}

/** The messages of a room, with the days between them. */
export class MessageList {
  private readonly list = byId('messages', HTMLOListElement);
  private readonly items = new Map<string, { readonly item: HTMLLIElement; readonly looks: string }>();
  /** Kept while what is around them changes: a picture is not loaded twice. */
  private readonly attachments = new Map<string, HTMLElement>();
  private room: string | undefined;

  constructor(
    private readonly client: ChatClient,
    private readonly store: AttachmentStore,
    private readonly onResize: () => void,
  ) {}

  render(room: string): void {
    if (room !== this.room) this.forget();
    this.room = room;
    const now = Date.now();
    const items: HTMLLIElement[] = [];
    let before: Shown | undefined;
    for (const message of this.shown(room, now)) {
      const day = dayWords(message.at, now);
      const isNewDay = before === undefined || dayWords(before.at, now) !== day;
      if (isNewDay) items.push(this.keep(`day ${day}`, day, (item) => fill(item, 'day', day)));
      const isFirst = isNewDay || before?.from !== message.from || message.at - before.at > TOGETHER_MS;
      const looks = JSON.stringify([message.state, message.reason, isFirst, message.state === 'sent' && message.at]);
      items.push(this.keep(message.id, looks, (item) => this.fill(item, room, message, isFirst)));
      before = message;
    }
    arrange(this.list, items);
  }

  private *shown(room: string, now: number): Generator<Shown> {
    const { user = '' } = this.client;
    for (const message of this.client.history(room)) yield { ...message, state: 'sent' };
    for (const { error, ...message } of this.client.pending(room)) {
      yield { ...message, from: user, at: now, ...(error && { reason: errorWords(error) }) };
    }
  }

  private forget(): void {
    this.items.clear();
    this.attachments.clear();
  }

  private keep(key: string, looks: string, paint: (item: HTMLLIElement) => void): HTMLLIElement {
    const known = this.items.get(key);
    const item = known?.item ?? element('li', '');
    if (known?.looks !== looks) paint(item);
    this.items.set(key, { item, looks });
    return item;
  }

  private fill(item: HTMLLIElement, room: string, message: Shown, isFirst: boolean): void {
    const { from, text, attachment, state } = message;
    const isMine = from === this.client.user;
    const body = element('div', 'body');
    // Whoever sees the page knows by the side in a room of two, and by the message before.
    const isNamed = !isMine && isFirst && this.client.rooms.some((one) => one.room === room && one.title !== undefined);
    body.append(element('p', isNamed ? 'from' : 'hidden-visually', isMine ? 'You:' : isNamed ? from : `${from}:`));
    if (attachment) {
      const { store, onResize } = this;
      const view = this.attachments.get(message.id) ?? attachmentView({ room, from, attachment, store, onResize });
      this.attachments.set(message.id, view);
      body.append(view);
    }
    if (text !== undefined) body.append(element('p', 'words', text));
    body.append(this.meta(message, isMine));
    const beside = isMine ? [] : [isFirst ? avatarOf(from, 'small') : element('span', '')];
    fill(item, `message ${isMine ? 'mine' : ''} ${state} ${isFirst ? 'first' : ''}`, ...beside, body);
  }

  private meta({ id, at, state, reason = '' }: Shown, isMine: boolean): HTMLElement {
    const meta = element('p', 'meta');
    if (state === 'failed') {
      meta.append(
        `Not sent. ${reason}`,
        button('Again', '', () => this.client.again(id)),
        button('Discard', 'quiet', () => this.client.discard(id)),
      );
      return meta;
    }
    if (state === 'sending') return element('p', 'meta', 'Sending…');
    const time = element('time', '', timeWords(at));
    time.dateTime = new Date(at).toISOString();
    meta.append(time);
    if (isMine) meta.append('✓ Sent');
    return meta;
  }
}

function fill(item: HTMLLIElement, className: string, ...children: readonly (Node | string)[]): void {
  item.className = className;
  item.replaceChildren(...children);
}
