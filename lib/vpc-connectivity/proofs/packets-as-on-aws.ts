import { observationsByPackets } from '../../packet-lab/proofs';

export const prove = observationsByPackets();
