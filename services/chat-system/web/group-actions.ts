/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import type { Room } from '../protocol/messages';
import { byId } from './elements';
import { errorWords } from './words';

/** Adding somebody to a group, and leaving it. */
export class GroupActions {
  private readonly buttons = byId('group-actions', HTMLElement);
  private room: Room | undefined;

  constructor(
    private readonly client: ChatClient,
    private readonly onLeft: () => void,
  ) {
    byId('add-member', HTMLButtonElement).addEventListener('click', () => void this.add());
    byId('leave-room', HTMLButtonElement).addEventListener('click', () => void this.leave());
  }

  show(room: Room | undefined): void {
    this.room = room;
    // A room of two has no title, and nobody joins or leaves it.
    this.buttons.hidden = room?.title === undefined;
  }

  private async add(): Promise<void> {
    const { room } = this;
    const name = room && window.prompt(`Who shall join ${room.title}?`)?.trim();
    if (!room || !name) return;
    await this.attempt(this.client.add(room.room, name));
  }

  private async leave(): Promise<void> {
    const { room } = this;
    if (!room || !window.confirm(`Leave ${room.title}?`)) return;
    if (await this.attempt(this.client.leave(room.room))) this.onLeft();
  }

  private async attempt(work: Promise<void>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      window.alert(errorWords(error));
      return false;
    }
  }
}
