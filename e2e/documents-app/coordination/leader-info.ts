import type { LeaderInfo as Told } from 'tabularium/coordination';

interface LeaderInfo {
  isLeader: boolean;
  leaderId: string;
  leaseExpiry: number;
}

export const asInTheGuide = (told: Told): LeaderInfo => told;
