/// <reference lib="dom" />
import type { SignIn } from './sign-in';

/** A name is enough. For a laptop; kept for the window, so that two windows may be two users. */
export class LocalSignIn implements SignIn {
  private name = sessionStorage.getItem('user') ?? '';
  private issued: string | undefined;

  async resume(): Promise<boolean> {
    return this.name !== '';
  }

  async begin(name: string): Promise<boolean> {
    if (!/^[\w.-]{1,64}$/.test(name)) throw new Error('Letters, digits, -, _ and . make a name.');
    this.name = name;
    await this.token(true);
    sessionStorage.setItem('user', name);
    return true;
  }

  async token(renew: boolean): Promise<string> {
    if (this.issued !== undefined && !renew) return this.issued;
    const answer = await fetch('sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: this.name }),
    });
    if (!answer.ok) throw new Error('The name was not taken.');
    const { token } = (await answer.json()) as { readonly token: string };
    this.issued = token;
    return token;
  }

  end(): void {
    sessionStorage.removeItem('user');
    this.issued = undefined;
  }
}
