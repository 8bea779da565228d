import type { Proof } from '../../proof/claim';
import { disruptionVariants } from '../lab/disruption-variants';
import { proveVariants } from '../lab/prove-variants';
import { withAnswers } from '../lab/run-variants';

/** Drains, scales in, takes Spot Instances away and upgrades: with the budgets and the spread of the manifests, and without. */
export const prove: Proof = (context) => proveVariants(context, withAnswers(disruptionVariants));
