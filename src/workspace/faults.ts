import { z } from 'zod';
import type { Faults } from './page-api.ts';

export const noFaults: Faults = {
  refuseDeliveries: false,
  delayMs: 0,
  rateLimitNext: 0,
  errorNext: 0,
  loseAnswerNext: 0,
  onlyMethod: '',
  dropSocket: false,
};

const count = z.int().min(0).max(10_000);

export const FaultsInput = z
  .strictObject({
    refuseDeliveries: z.boolean(),
    delayMs: z.int().min(0).max(60_000),
    rateLimitNext: count,
    errorNext: count,
    loseAnswerNext: count,
    onlyMethod: z.string().max(100),
    dropSocket: z.boolean(),
  })
  .partial();
