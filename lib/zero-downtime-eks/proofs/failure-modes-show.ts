import type { Proof } from '../../proof/claim';
import { proveVariants } from '../lab/prove-variants';
import { withAnswers } from '../lab/run-variants';
import { variants } from '../lab/variants';

/** Breaks the answer in one way after the other, each time beside the answer under the same conditions. */
export const prove: Proof = (context) => proveVariants(context, withAnswers(variants));
