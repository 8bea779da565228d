/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import type { Change } from '../client/view';
import { limits } from '../protocol/limits';
import { Announcer } from './announcer';
import { ConnectionView } from './connection-view';
import { Conversation } from './conversation';
import { byId, paintAvatar } from './elements';
import { NewChat } from './new-chat';
import { ReadMarks } from './read-marks';
import { RoomList } from './room-list';

/** How long changes are gathered before the page follows, milliseconds. */
const GATHER_MS = 16;

/** The page of somebody who is signed in. */
export class App {
  private readonly page = byId('app', HTMLElement);
  private readonly phone = window.matchMedia('(max-width: 719px)');
  private readonly marks: ReadMarks;
  private readonly rooms: RoomList;
  private readonly conversation: Conversation;
  private readonly connection: ConnectionView;
  private readonly announcer: Announcer;
  private timer: unknown;

  constructor(
    private readonly client: ChatClient,
    user: string,
  ) {
    this.marks = new ReadMarks(user);
    this.conversation = new Conversation(client, this.marks, () => this.choose(undefined));
    this.rooms = new RoomList(client, this.marks, (room) => this.choose(room));
    this.connection = new ConnectionView(client);
    this.announcer = new Announcer(client);
    new NewChat(client, (room) => this.choose(room));
    byId('account-name', HTMLElement).textContent = user;
    paintAvatar(byId('account-avatar', HTMLElement), user);
    byId('back', HTMLButtonElement).addEventListener('click', () => this.choose(undefined));
    document.addEventListener('visibilitychange', () => this.onVisible());
    // Either way the connection may be gone though nobody has said so.
    for (const change of ['online', 'offline']) window.addEventListener(change, () => client.wake());
    client.onChange((change) => this.onChange(change));
    this.page.hidden = false;
    this.render();
  }

  private onVisible(): void {
    if (document.visibilityState !== 'visible') return;
    this.client.wake();
    this.render();
  }

  private onChange(change: Change): void {
    if (change.type === 'rooms') {
      // An open room tells what is new in it and who is there.
      for (const { room } of this.client.rooms.slice(0, limits.openRooms)) this.client.open(room);
    }
    if (change.type === 'messages') this.announcer.follow(change.room);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.render();
    }, GATHER_MS);
  }

  private choose(room: string | undefined): void {
    const before = this.conversation.room;
    if (room !== undefined) this.client.open(room);
    this.conversation.choose(room);
    this.page.dataset.pane = room === undefined ? 'rooms' : 'room';
    this.render();
    if (room !== undefined) this.conversation.focus(this.phone.matches);
    else if (before !== undefined) byId('new-chat', HTMLButtonElement).focus();
  }

  private render(): void {
    const { user = '', rooms } = this.client;
    this.connection.render();
    this.conversation.render();
    this.rooms.render(this.conversation.room);
    const unread = rooms.reduce((sum, { room }) => {
      return sum + this.marks.unread(room, this.client.history(room), user);
    }, 0);
    document.title = unread === 0 ? 'Chat' : `(${unread}) Chat`;
  }
}
