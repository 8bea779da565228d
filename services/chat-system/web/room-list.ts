/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import type { Message, Room } from '../protocol/messages';
import { arrange, avatarOf, byId, element } from './elements';
import type { ReadMarks } from './read-marks';
import { nameOf, whenWords } from './words';

/** The rooms at the side: newest first, with who is there, the last words and what was not read. */
export class RoomList {
  private readonly list = byId('rooms', HTMLUListElement);
  private readonly none = byId('no-rooms', HTMLElement);
  private readonly items = new Map<string, { readonly item: HTMLLIElement; readonly looks: string }>();

  constructor(
    private readonly client: ChatClient,
    private readonly marks: ReadMarks,
    private readonly onChoose: (room: string) => void,
  ) {}

  /** @param chosen the room that is open in the conversation */
  render(chosen: string | undefined): void {
    const { user = '' } = this.client;
    const rooms = this.client.rooms.map((room) => ({ room, last: this.client.history(room.room).at(-1) }));
    // A room without a message was just made.
    rooms.sort((one, other) => (other.last?.at ?? Number.MAX_VALUE) - (one.last?.at ?? Number.MAX_VALUE));
    this.none.hidden = rooms.length > 0;
    arrange(
      this.list,
      rooms.map(({ room, last }) => this.item(room, last, user, room.room === chosen)),
    );
  }

  private item(room: Room, last: Message | undefined, user: string, isChosen: boolean): HTMLLIElement {
    const name = nameOf(room, user);
    const there = room.members.some((member) => member !== user && this.client.online(member));
    const unread = this.marks.unread(room.room, this.client.history(room.room), user);
    const when = last ? whenWords(last.at, Date.now()) : '';
    const words = last ? lastWords(last, room, user) : 'No messages yet';
    const looks = JSON.stringify([name, there, unread, when, words, isChosen]);
    const known = this.items.get(room.room);
    if (known?.looks === looks) return known.item;
    const item = known?.item ?? element('li', '');
    const hadFocus = item.contains(document.activeElement);
    item.replaceChildren(this.button(room.room, { name, there, unread, when, words, isChosen }));
    if (hadFocus) item.querySelector('button')?.focus();
    this.items.set(room.room, { item, looks });
    return item;
  }

  private button(room: string, { name, there, unread, when, words, isChosen }: Looks): HTMLButtonElement {
    const dot = element('span', 'dot');
    dot.dataset.there = String(there);
    const made = element(
      'button',
      'room',
      element('span', 'room-avatar', avatarOf(name), dot),
      element('span', 'room-name', name, element('span', 'hidden-visually', there ? ', online,' : ', offline,')),
      element('span', 'room-time', when),
      element('span', 'room-last', words),
    );
    if (unread > 0) {
      made.append(element('span', 'unread', String(unread), element('span', 'hidden-visually', ' not read')));
    }
    made.type = 'button';
    made.ariaCurrent = isChosen ? 'true' : null;
    made.addEventListener('click', () => this.onChoose(room));
    return made;
  }
}

interface Looks {
  readonly name: string;
  readonly there: boolean;
  readonly unread: number;
  readonly when: string;
  readonly words: string;
  readonly isChosen: boolean;
}

function lastWords({ from, text, attachment }: Message, { title }: Room, user: string): string {
  const who = from === user ? 'You: ' : title === undefined ? '' : `${from}: `;
  return who + (text ?? (attachment?.contentType.startsWith('image/') ? 'Picture' : (attachment?.name ?? '')));
}
