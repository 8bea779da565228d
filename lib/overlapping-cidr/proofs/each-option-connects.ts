import { eachOptionConnects } from '../../connectivity/proofs/each-option-connects';
import { connectivity } from '../connectivity';

export const prove = eachOptionConnects(connectivity);
