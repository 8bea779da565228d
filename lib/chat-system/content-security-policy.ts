export interface ContentOrigins {
  /** Of the bucket of attachments. */
  readonly attachments: string;
  /** Of the managed login, which the page asks for tokens. */
  readonly signIn: string;
}

/** What the page of the web client may load and talk to. Its socket is of its own origin: `'self'` holds of `wss:` too. */
export function contentSecurityPolicy({ attachments, signIn }: ContentOrigins): string {
  return Object.entries({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': `'self' blob: ${attachments}`,
    'media-src': `'self' blob: ${attachments}`,
    'connect-src': `'self' ${attachments} ${signIn}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}
