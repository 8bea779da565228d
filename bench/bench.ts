import { print } from '../bin/commands/output';
import { benchBundles } from './bundles';
import { benchDerivation } from './derivation';
import { benchCampaign, benchMassMessaging } from './mass-messaging';
import { benchPacketLab } from './packet-lab';
import { benchReachability } from './reachability';
import { benchSynth } from './synth';

/** The long run of mass messaging alone: `npm run bench -- mass-messaging-long`. */
const LONG = 'mass-messaging-long';
const LONG_SECONDS = 600;
const LONG_RECIPIENTS = 1_000_000;

/** Prints every figure with what it is compared to; ratios hold within one run, seconds do not travel between machines. */
async function main(): Promise<void> {
  if (process.argv.includes(LONG)) {
    for (const line of [...(await benchMassMessaging(LONG_SECONDS)), ...(await benchCampaign(LONG_RECIPIENTS))])
      print(line);
    return;
  }
  const lab = await benchPacketLab();
  const messages = await benchMassMessaging();
  const others = [...benchDerivation(), ...benchBundles(), ...benchReachability()];
  for (const line of [...others, ...lab, ...messages, ...benchSynth()]) print(line);
}

void main();
