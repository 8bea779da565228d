import { everyResourceNeeded } from '../../connectivity/proofs/every-resource-needed';
import { connectivity } from '../connectivity';

export const prove = everyResourceNeeded(connectivity);
