import { nothingElseOpens } from '../../connectivity/proofs/nothing-else-opens';
import { connectivity } from '../connectivity';

export const prove = nothingElseOpens(connectivity);
