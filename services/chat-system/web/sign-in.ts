import { CognitoSignIn } from './cognito-sign-in';
import type { WebConfig } from './config';
import { LocalSignIn } from './local-sign-in';

/** How somebody becomes known to the server. */
export interface SignIn {
  /** Whether somebody is signed in already in this window, or has just come back from the managed login. */
  resume(): Promise<boolean>;

  /** Begins. @returns whether it is done; else the page goes elsewhere. @throws Error with words for a person */
  begin(name: string): Promise<boolean>;

  /** @param renew whether the one before was perhaps refused. @throws Error where there is none any more */
  token(renew: boolean): Promise<string>;

  end(): void;
}

export function signInOf({ signIn }: WebConfig): SignIn {
  return signIn.kind === 'local' ? new LocalSignIn() : new CognitoSignIn(signIn);
}
