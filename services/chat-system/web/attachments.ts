/// <reference lib="dom" />
import type { ChatClient } from '../client/chat-client';
import type { UploadTicket } from '../protocol/events';
import type { Attachment } from '../protocol/messages';

/** How often a file is asked for while it is being scanned, and how long between, in milliseconds. */
const TRIES = 20;
const PAUSE_MS = 1_500;

/** An address is thrown away before S3 does not answer it any more, milliseconds. */
const ADDRESS_MS = 4 * 60_000;

interface Address {
  readonly url: string;
  readonly until: number;
}

/** Files on their way to the bucket and back. */
export class AttachmentStore {
  private readonly addresses = new Map<string, Address>();

  constructor(private readonly client: ChatClient) {}

  /** Puts a file into the bucket. @throws Error where it was refused */
  async put(room: string, file: File): Promise<Attachment> {
    const { name, type: contentType, size } = file;
    const ticket = await this.client.upload({ room, name: name.slice(-200), contentType, size });
    const answer = await fetch(ticket.url, { method: 'POST', body: formOf(ticket, file) });
    if (!answer.ok) throw new Error('The file was not taken.');
    // Whoever sent it sees it at once; for the others it is scanned first.
    this.addresses.set(ticket.key, { url: URL.createObjectURL(file), until: Number.POSITIVE_INFINITY });
    return { key: ticket.key, name: name.slice(-200), contentType, size };
  }

  /** Where the file is, for some minutes. Waits while it is being scanned. @throws RefusedError */
  async get(room: string, key: string): Promise<string> {
    const known = this.addresses.get(key);
    if (known && known.until > Date.now()) return known.url;
    for (let attempt = 1; ; attempt++) {
      try {
        const url = await this.client.download(room, key);
        this.addresses.set(key, { url, until: Date.now() + ADDRESS_MS });
        return url;
      } catch (error) {
        const isNotReady = error instanceof Error && 'code' in error && error.code === 'not-available';
        if (!isNotReady || attempt === TRIES) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html */
function formOf({ fields }: UploadTicket, file: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return form;
}
