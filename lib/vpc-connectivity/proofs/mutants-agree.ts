import { fuzzAgrees } from '../../packet-lab/proofs';
import { connectivity } from '../connectivity';

export const prove = fuzzAgrees({ connectivities: [connectivity] });
