/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import type { Room } from '../protocol/messages';
import { byId } from './elements';
import { errorWords } from './words';

/** The dialog that begins a room of two or a group. */
export class NewChat {
  private readonly dialog = byId('new-dialog', HTMLDialogElement);
  private readonly form = byId('new-form', HTMLFormElement);
  private readonly users = byId('new-users', HTMLInputElement);
  private readonly title = byId('new-title', HTMLInputElement);
  private readonly titleField = byId('new-title-field', HTMLElement);
  private readonly error = byId('new-error', HTMLElement);

  constructor(
    private readonly client: ChatClient,
    private readonly onRoom: (room: string) => void,
  ) {
    byId('new-chat', HTMLButtonElement).addEventListener('click', () => this.open());
    byId('new-cancel', HTMLButtonElement).addEventListener('click', () => this.dialog.close());
    this.users.addEventListener('input', () => this.follow());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.begin();
    });
  }

  private open(): void {
    this.form.reset();
    this.error.textContent = '';
    this.follow();
    this.dialog.showModal();
  }

  private follow(): void {
    this.titleField.hidden = namesIn(this.users.value).length < 2;
    this.title.required = !this.titleField.hidden;
  }

  private async begin(): Promise<void> {
    const names = namesIn(this.users.value).filter((name) => name !== this.client.user);
    const wrong = names.find((name) => !/^[\w.-]{1,64}$/.test(name));
    this.error.textContent =
      wrong !== undefined ? `'${wrong}' is no name.` : names.length === 0 ? 'With whom, besides you?' : '';
    const [name] = names;
    if (wrong !== undefined || name === undefined) return;
    try {
      const { room }: Room =
        names.length === 1
          ? await this.client.createDirect(name)
          : await this.client.createGroup(this.title.value.trim(), names);
      this.dialog.close();
      this.onRoom(room);
    } catch (error) {
      this.error.textContent = errorWords(error);
    }
  }
}

/** The names in a list with commas or spaces, each once. */
export function namesIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))];
}
