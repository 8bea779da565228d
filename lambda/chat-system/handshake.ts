import { SUBPROTOCOL, TOKEN_PREFIX } from '../../services/chat-system/protocol/handshake';

/** Headers as API Gateway hands them on: with the names as the client wrote them. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface Offer {
  /** Whether the protocol of the chat is among the subprotocols. */
  readonly speaksChat: boolean;
  readonly token?: string;
}

/** What a handshake offers by its subprotocols. */
export function offerOf(headers: Headers | undefined): Offer {
  const offered = (header(headers, 'sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  const token = offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  return { speaksChat: offered.includes(SUBPROTOCOL), ...(token && { token }) };
}

/** Whether the handshake comes from no browser, or from a page of one of these origins. */
export function isFromAllowedOrigin(headers: Headers | undefined, allowedOrigins: readonly string[]): boolean {
  const origin = header(headers, 'origin');
  return origin === undefined || allowedOrigins.includes(origin);
}

function header(headers: Headers | undefined, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
