/// <reference lib="dom" />
import { attachmentTypes, limits } from '../protocol/limits';
import { byId } from './elements';
import { sizeWords } from './words';

/** Where a message is written and a file is chosen. */
export class Composer {
  readonly form = byId('composer', HTMLFormElement);
  private readonly text = byId('text', HTMLTextAreaElement);
  private readonly input = byId('file', HTMLInputElement);
  private readonly preview = byId('preview', HTMLElement);
  private readonly image = byId('preview-image', HTMLImageElement);
  private readonly words = byId('preview-words', HTMLElement);
  private readonly error = byId('composer-error', HTMLElement);
  private readonly sendButton = byId('send', HTMLButtonElement);
  private file: File | undefined;

  /** @param onSend puts the message on its way; rejects with words where it could not */
  constructor(private readonly onSend: (text: string, file: File | undefined) => Promise<void>) {
    this.input.accept = attachmentTypes.join(',');
    byId('attach', HTMLButtonElement).addEventListener('click', () => this.input.click());
    this.input.addEventListener('change', () => this.choose(this.input.files?.[0]));
    byId('preview-remove', HTMLButtonElement).addEventListener('click', () => {
      this.choose(undefined);
      this.text.focus();
    });
    this.text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    this.text.addEventListener('paste', ({ clipboardData }) => {
      const [pasted] = clipboardData?.files ?? [];
      if (pasted) this.choose(pasted);
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
  }

  focus(): void {
    this.text.focus();
  }

  /** Another room: what was chosen for the one before is not sent there. */
  clear(): void {
    this.text.value = '';
    this.choose(undefined);
  }

  private choose(file: File | undefined): void {
    this.input.value = '';
    this.error.textContent = '';
    if (this.image.src !== '') URL.revokeObjectURL(this.image.src);
    this.image.removeAttribute('src');
    const problem = file && problemOf(file);
    this.error.textContent = problem ?? '';
    this.file = problem === undefined ? file : undefined;
    this.preview.hidden = this.file === undefined;
    this.image.hidden = !this.file?.type.startsWith('image/');
    if (!this.file) return;
    if (!this.image.hidden) this.image.src = URL.createObjectURL(this.file);
    this.words.textContent = `${this.file.name}, ${sizeWords(this.file.size)}`;
    this.text.focus();
  }

  private async send(): Promise<void> {
    const text = this.text.value.trim();
    const { file } = this;
    if (text === '' && !file) return;
    if (file) this.words.textContent = `${file.name} is being uploaded…`;
    this.sendButton.disabled = true;
    this.error.textContent = '';
    try {
      const sent = this.onSend(text, file);
      if (!file) this.text.value = '';
      await sent;
      this.clear();
    } catch (error) {
      if (file) this.words.textContent = `${file.name}, ${sizeWords(file.size)}`;
      this.error.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      this.sendButton.disabled = false;
      this.text.focus();
    }
  }
}

/** Why a file cannot be sent. */
export function problemOf({ type, size }: Pick<File, 'type' | 'size'>): string | undefined {
  if (!attachmentTypes.includes(type)) return 'Pictures, MP3, OGG, MP4 and PDF can be sent.';
  if (size === 0) return 'The file is empty.';
  return size > limits.attachmentBytes
    ? `The file has ${sizeWords(size)}; ${sizeWords(limits.attachmentBytes)} can be sent.`
    : undefined;
}
