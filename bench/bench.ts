import { print } from '../bin/commands/output';
import { benchBundles } from './bundles';
import { benchChatSystem } from './chat-system';
import { benchDerivation } from './derivation';
import { benchCampaign, benchMassMessaging } from './mass-messaging';
import { benchPacketLab } from './packet-lab';
import { benchReachability } from './reachability';
import { benchSynth } from './synth';

/** The chat alone, and the whole of it: `npm run bench -- chat-system`. */
const CHAT = 'chat-system';
/** The long run of mass messaging alone: `npm run bench -- mass-messaging-long`. */
const LONG = 'mass-messaging-long';
const LONG_SECONDS = 600;
const LONG_RECIPIENTS = [10_000, 100_000, 1_000_000];

/** Prints every figure with what it is compared to; ratios hold within one run, seconds do not travel between machines. */
async function main(): Promise<void> {
  if (process.argv.includes(LONG)) {
    for (const line of [...(await benchMassMessaging(LONG_SECONDS)), ...(await benchCampaign(LONG_RECIPIENTS))])
      print(line);
    return;
  }
  if (process.argv.includes(CHAT)) {
    for (const line of await benchChatSystem('long')) print(line);
    return;
  }
  const lab = await benchPacketLab();
  const messages = await benchMassMessaging();
  const chat = await benchChatSystem();
  const others = [...benchDerivation(), ...benchBundles(), ...benchReachability()];
  for (const line of [...others, ...lab, ...messages, ...chat, ...benchSynth()]) print(line);
}

void main();
