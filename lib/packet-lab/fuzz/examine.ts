import type { NetworkModel } from '../../reachability/model';
import type { ProtocolPort } from '../../reachability/questions';
import { type CompareOptions, compare, type Disagreement, type LabComparison } from '../compare';
import { withLab } from '../lab';

/** What came of the two methods' look at one network. */
export type Examination =
  | (Omit<LabComparison, 'disagreements'> & {
      readonly disagreements: readonly Disagreement[];
      readonly failure?: undefined;
    })
  /** One of the two could not even be asked. */
  | { readonly failure: string; readonly disagreements: readonly [] };

/** The method itself has no place on this machine, so that nothing is known. */
const UNAVAILABLE = 'LabUnavailableError';

/**
 * Makes a lab of a network and compares.
 *
 * @param path where programs are looked for, as in the environment
 * @throws LabUnavailableError
 */
export async function examine(
  model: NetworkModel,
  path: string,
  ports: readonly ProtocolPort[],
  options: Omit<CompareOptions, 'ports'> = {},
): Promise<Examination> {
  try {
    return await withLab(model, path, (lab) => compare(lab, model, { ports, ...options }));
  } catch (error) {
    if (!(error instanceof Error) || error.name === UNAVAILABLE) throw error;
    return { failure: `${error.name}: ${error.message}`, disagreements: [] };
  }
}
