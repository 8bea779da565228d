import type { Assumptions } from './assumptions';
import type { Loss } from './result';
import type { RolloutSpec } from './rollout-spec';
import type { Script } from './scenario';
import type { Traffic } from './traffic';

/** What happens to the pods. The answer has to get through it too. */
export interface Conditions {
  readonly name: string;
  readonly script: Script;
  /** What is different about the image, whatever the manifests say. */
  readonly image?: (spec: RolloutSpec) => RolloutSpec;
  readonly assumptions?: Partial<Assumptions>;
  readonly traffic?: Partial<Traffic>;
  /** It is begun first, so that not all wait for it at the end. */
  readonly takesLong?: boolean;
  /** It does something to the database server, and needs one of its own. */
  readonly ownDatabaseServer?: boolean;
  /** Where the usual one makes the times too short for what happens. */
  readonly factor?: number;
}

/** A way to get it wrong, or to do it differently. */
export interface Variant {
  readonly name: string;
  readonly conditions: Conditions;
  /** What is different from the answer. */
  readonly change: (spec: RolloutSpec) => RolloutSpec;
  /** How it is wrong. Absent where nothing is lost: another right way, or the answer itself. */
  readonly loses?: Loss;
  /** Files beside the server's. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where the usual one makes the times too short for what happens. */
  readonly factor?: number;
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}
