/// <reference lib="dom" />
import type { Attachment } from '../protocol/messages';
import type { AttachmentStore } from './attachments';
import { button, element } from './elements';
import { sizeWords } from './words';

export interface AttachmentViewOptions {
  readonly room: string;
  readonly from: string;
  readonly attachment: Attachment;
  readonly store: AttachmentStore;
  /** The view has another height now. */
  readonly onResize: () => void;
}

/** A picture as a picture; anything else as a button that opens it. */
export function attachmentView(options: AttachmentViewOptions): HTMLElement {
  return options.attachment.contentType.startsWith('image/') ? picture(options) : opener(options);
}

function picture({ room, from, attachment, store, onResize }: AttachmentViewOptions): HTMLElement {
  const words = element('span', 'muted', 'The picture is being checked…');
  const frame = element('div', 'picture', words);
  const show = async () => {
    const image = element('img', '');
    image.alt = `Picture from ${from}: ${attachment.name}`;
    image.addEventListener('load', onResize);
    image.src = await store.get(room, attachment.key);
    frame.replaceChildren(image);
  };
  show().catch(() => {
    words.textContent = `The picture ${attachment.name} is not available.`;
  });
  return frame;
}

function opener({ room, attachment, store }: AttachmentViewOptions): HTMLElement {
  const { key, name, size } = attachment;
  const words = `${name} (${sizeWords(size)})`;
  const made = button(`Open ${words}`, '', () => {
    store.get(room, key).then(
      (url) => {
        const link = element('a', '');
        link.href = url;
        // Of another origin the name is the server's to say.
        link.download = name;
        link.click();
      },
      () => {
        made.textContent = `${words} is not available`;
      },
    );
  });
  return made;
}
