import { print } from '../bin/commands/output';
import { benchBundles } from './bundles';
import { benchDerivation } from './derivation';
import { benchReachability } from './reachability';
import { benchSynth } from './synth';

/** Prints every figure with what it is compared to; ratios hold within one run, seconds do not travel between machines. */
function main(): void {
  for (const line of [...benchDerivation(), ...benchBundles(), ...benchReachability(), ...benchSynth()]) print(line);
}

main();
