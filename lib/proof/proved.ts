import type { Evidence, Proof } from './claim';

/** A proof whose module is loaded when it is run: `npx cdk synth` needs none of them. */
export function proved(load: () => Promise<{ readonly prove: Proof }>): Evidence {
  return { kind: 'proved', proof: async (context) => (await load()).prove(context) };
}
