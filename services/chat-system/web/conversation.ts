/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import { AttachmentStore } from './attachments';
import { Composer } from './composer';
import { byId, paintAvatar } from './elements';
import { GroupActions } from './group-actions';
import { MessageList } from './message-list';
import type { ReadMarks } from './read-marks';
import { errorWords, nameOf, presenceWords } from './words';

/** So near to the end one reads along, pixels. */
const NEAR_END = 80;

/** One room: who is there, its messages, and where one writes. */
export class Conversation {
  room: string | undefined;
  private readonly title = byId('room-title', HTMLElement);
  private readonly avatar = byId('room-avatar', HTMLElement);
  private readonly presence = byId('room-presence', HTMLElement);
  private readonly presenceWords = byId('room-presence-words', HTMLElement);
  private readonly scroll = byId('scroll', HTMLElement);
  private readonly earlier = byId('earlier', HTMLButtonElement);
  private readonly toEnd = byId('to-end', HTMLButtonElement);
  private readonly nothing = byId('nothing', HTMLElement);
  private readonly composer: Composer;
  private readonly messages: MessageList;
  private readonly actions: GroupActions;
  private readsAlong = true;
  private isLoading = false;
  private shownLast = 0;

  constructor(
    private readonly client: ChatClient,
    private readonly marks: ReadMarks,
    onLeft: () => void,
  ) {
    const store = new AttachmentStore(client);
    this.messages = new MessageList(client, store, () => this.keepPlace());
    this.composer = new Composer((text, file) => this.send(store, text, file));
    this.actions = new GroupActions(client, onLeft);
    this.scroll.addEventListener('scroll', () => this.onScroll());
    this.earlier.addEventListener('click', () => void this.loadBefore());
    this.toEnd.addEventListener('click', () => this.goToEnd());
    this.render();
  }

  /** Shows another room, or none. */
  choose(room: string | undefined): void {
    if (room === this.room) return;
    this.room = room;
    this.shownLast = 0;
    this.composer.clear();
    this.readsAlong = true;
    this.render();
    this.goToEnd();
  }

  /** The title takes the focus when a room was chosen on a phone: one hears where one is. */
  focus(onPhone: boolean): void {
    if (onPhone) this.title.focus();
    else this.composer.focus();
  }

  render(): void {
    const { client, room } = this;
    const known = client.rooms.find((one) => one.room === room);
    const isShown = room !== undefined && known !== undefined;
    this.nothing.hidden = isShown;
    for (const part of [this.scroll, this.composer.form, this.avatar, this.presence]) part.hidden = !isShown;
    this.actions.show(known);
    if (!isShown) {
      this.title.textContent = 'No room chosen';
      this.toEnd.hidden = true;
      return;
    }
    const { user = '' } = client;
    const name = nameOf(known, user);
    this.title.textContent = name;
    paintAvatar(this.avatar, name);
    this.presenceWords.textContent = presenceWords(known, user, (member) => client.online(member));
    const isThere = known.members.some((member) => member !== user && client.online(member));
    const [dot] = this.presence.children;
    if (dot instanceof HTMLElement) dot.dataset.there = String(isThere);
    this.earlier.hidden = !client.hasBefore(room);
    this.messages.render(room);
    this.keepPlace();
    this.markRead(room);
  }

  private markRead(room: string): void {
    const last = this.client.history(room).at(-1)?.seq ?? 0;
    if (this.readsAlong && document.visibilityState === 'visible') this.marks.read(room, last);
    if (!this.readsAlong && last > this.shownLast && this.shownLast > 0) this.toEnd.hidden = false;
    this.shownLast = last;
  }

  private async send(store: AttachmentStore, text: string, file: File | undefined): Promise<void> {
    const { room } = this;
    if (room === undefined) return;
    this.readsAlong = true;
    try {
      const attachment = file && (await store.put(room, file));
      this.client.send(room, { ...(text !== '' && { text }), ...(attachment && { attachment }) });
    } catch (error) {
      throw new Error(`The file could not be uploaded. ${errorWords(error)}`);
    }
  }

  private onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    this.readsAlong = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.readsAlong) this.toEnd.hidden = true;
    if (this.readsAlong && this.room !== undefined) this.markRead(this.room);
    if (scrollTop < NEAR_END && scrollHeight > clientHeight) void this.loadBefore();
  }

  private async loadBefore(): Promise<void> {
    const { room } = this;
    if (room === undefined || this.isLoading || !this.client.hasBefore(room)) return;
    this.isLoading = true;
    this.earlier.textContent = 'Loading…';
    const before = this.scroll.scrollHeight - this.scroll.scrollTop;
    try {
      await this.client.loadBefore(room);
      this.render();
      // What was in view stays in view.
      this.scroll.scrollTop = this.scroll.scrollHeight - before;
    } catch {
      // The button is still there.
    } finally {
      this.isLoading = false;
      this.earlier.textContent = 'Earlier messages';
    }
  }

  private keepPlace(): void {
    if (this.readsAlong) this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  private goToEnd(): void {
    this.readsAlong = true;
    this.toEnd.hidden = true;
    this.keepPlace();
  }
}
