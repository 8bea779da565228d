import { packetsAgree } from '../../packet-lab/proofs';
import { connectivity } from '../connectivity';

export const prove = packetsAgree(connectivity);
