import { countsOf, type Line, lineGroups } from './blocks';
import type { Digest, InterruptedMessage } from './digest';
import { escapeText } from './escape';
import type { Alert } from './parse';

interface TextObject {
  readonly type: 'mrkdwn' | 'plain_text';
  readonly text: string;
  readonly verbatim?: boolean;
  readonly emoji?: boolean;
}

/** The blocks of Block Kit that a digest is made of. @see https://docs.slack.dev/reference/block-kit/blocks */
export type DigestBlock =
  | { readonly type: 'header' | 'section'; readonly text: TextObject }
  | { readonly type: 'context'; readonly elements: readonly TextObject[] };

/** What goes to Slack's incoming webhook. */
export interface SlackPayload {
  /** What notifications show. */
  readonly text: string;
  readonly blocks: readonly DigestBlock[];
  /** Nothing in a digest shall be fetched by Slack or read as a name. */
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly link_names: false;
}

/** One message, and what is told by it once Slack has it. */
export interface DigestMessage {
  /** Names this attempt in the ledger, the log and the message. */
  readonly id: string;
  readonly owner: string;
  readonly alerts: readonly Alert[];
  readonly interrupted: readonly InterruptedMessage[];
  readonly payload: SlackPayload;
}

/** Characters that a section holds at most. @see https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const MAX_SECTION_LENGTH = 3000;

/** Blocks that a message holds at most. @see https://docs.slack.dev/reference/block-kit/blocks */
export const MAX_BLOCKS = 50;

/** Characters of the message as JSON. Slack names no limit but refused 13,200. @see https://github.com/slackapi/bolt-js/issues/2509 */
export const MAX_MESSAGE_LENGTH = 12_000;

/** Header, owner and context. */
const FRAME_BLOCKS = 3;
const FRAME_LENGTH = 2000;

type Section = { text: string; readonly lines: Line[] };

/**
 * The messages that tell a digest, as few as Slack's limits allow.
 *
 * @param newId gives each message its id
 */
export function split(digest: Digest, newId: () => string): readonly DigestMessage[] {
  const parts = packMessages(packSections(digest));
  return parts.map((sections, index) => {
    const id = newId();
    const part = parts.length > 1 ? `part ${index + 1} of ${parts.length}` : '';
    const lines = sections.flatMap((section) => section.lines);
    return {
      id,
      owner: digest.owner,
      alerts: lines.flatMap(({ alerts }) => alerts),
      interrupted: lines.flatMap(({ interrupted }) => interrupted ?? []),
      payload: payloadOf(digest, sections, id, part),
    };
  });
}

function packSections(digest: Digest): readonly Section[] {
  return lineGroups(digest).flatMap(({ title, lines }) => {
    const sections: Section[] = [];
    for (const line of lines) {
      const last = sections.at(-1);
      if (last && last.text.length + 1 + line.text.length <= MAX_SECTION_LENGTH) {
        last.text += `\n${line.text}`;
        last.lines.push(line);
      } else {
        sections.push({ text: `${title}${last ? ', continued' : ''}\n${line.text}`, lines: [line] });
      }
    }
    return sections;
  });
}

function packMessages(sections: readonly Section[]): readonly (readonly Section[])[] {
  const messages: { length: number; readonly sections: Section[] }[] = [];
  for (const section of sections) {
    const length = JSON.stringify(sectionBlock(section.text)).length + 1;
    const last = messages.at(-1);
    const fits = last && last.length + length <= MAX_MESSAGE_LENGTH && last.sections.length < MAX_BLOCKS - FRAME_BLOCKS;
    if (fits) {
      last.length += length;
      last.sections.push(section);
    } else {
      messages.push({ length: FRAME_LENGTH + length, sections: [section] });
    }
  }
  return messages.map((message) => message.sections);
}

function payloadOf(digest: Digest, sections: readonly Section[], id: string, part: string): SlackPayload {
  const title = `Auto-tagging: ${countsOf(digest)}`;
  const owner = escapeText(digest.owner, 200);
  const whose = owner === '' ? [] : [sectionBlock(`Owner: *${owner}*`)];
  return {
    text: [title, owner, part].filter(Boolean).join(' · '),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      ...whose,
      ...sections.map(({ text }) => sectionBlock(text)),
      { type: 'context', elements: [mrkdwn(['digest', id, part && `· ${part}`].filter(Boolean).join(' '))] },
    ],
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
  };
}

// verbatim: Slack makes no links and mentions of its own out of what looks like one.
const mrkdwn = (text: string): TextObject => ({ type: 'mrkdwn', text, verbatim: true });
const sectionBlock = (text: string): DigestBlock => ({ type: 'section', text: mrkdwn(text) });
