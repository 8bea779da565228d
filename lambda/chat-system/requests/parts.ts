import type { Attachments } from '../../../services/chat-system/attachments/attachments';
import type { Event } from '../../../services/chat-system/protocol/events';
import type { MessageStore, PresenceStore, RoomStore } from '../../../services/chat-system/store/stores';
import type { ConnectionApi } from '../posting/connection-api';
import type { Registrations } from '../sessions/registrations';
import type { Sessions } from '../sessions/sessions';
import type { Connection } from '../socket-event';

/** What the requests of clients are answered with. */
export interface RequestParts {
  readonly messages: MessageStore;
  readonly rooms: RoomStore;
  readonly presence: PresenceStore;
  readonly attachments: Attachments;
  readonly sessions: Sessions;
  readonly registrations: Registrations;
  readonly connections: ConnectionApi;
  /** Adds one to a metric of the function. */
  readonly count: (metric: 'stored' | 'conflicts' | 'rateLimited' | 'failed') => void;
}

/** One request on its way. */
export interface Asked<Request> {
  readonly parts: RequestParts;
  readonly connection: Connection;
  readonly request: Request;
  /** Milliseconds since 1970 at which an answer has to be there. */
  readonly deadline: number;
}

/** @returns what the one who asked is told; @throws Refusal */
export type Answer<Request> = (asked: Asked<Request>) => Promise<readonly Event[]>;
