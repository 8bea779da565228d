/** An object in the bucket of attachments that a message points to. */
export interface Attachment {
  /** Its key: `<room>/<id of the upload>`. */
  readonly key: string;
  /** File name as its sender had it, 1 to 200 characters. */
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

/** A message as it is stored and as everyone in the room gets it. */
export interface Message {
  readonly room: string;
  /** Its place in the room: 1, 2, 3, without a gap. The order of a room is this number alone. */
  readonly seq: number;
  /** ULID that the sender's client made. Two messages with the same id are the same message. */
  readonly id: string;
  /** Name of the user who sent it. */
  readonly from: string;
  /** When the server took it, milliseconds since 1970. For people, not for order. */
  readonly at: number;
  /** 1 to 4,000 characters; there where there is no attachment. */
  readonly text?: string;
  readonly attachment?: Attachment;
}

/** A room as its members know it. */
export interface Room {
  /** `direct:<user>:<user>` with the users in order, or `group:<ULID>`. */
  readonly room: string;
  /** @default - a room of two, which is named by the other */
  readonly title?: string;
  readonly members: readonly string[];
}
