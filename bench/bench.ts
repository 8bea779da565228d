import { print } from '../bin/commands/output';
import { benchBundles } from './bundles';
import { benchDerivation } from './derivation';
import { benchPacketLab } from './packet-lab';
import { benchReachability } from './reachability';
import { benchSynth } from './synth';

/** Prints every figure with what it is compared to; ratios hold within one run, seconds do not travel between machines. */
async function main(): Promise<void> {
  const lab = await benchPacketLab();
  for (const line of [...benchDerivation(), ...benchBundles(), ...benchReachability(), ...lab, ...benchSynth()]) {
    print(line);
  }
}

void main();
