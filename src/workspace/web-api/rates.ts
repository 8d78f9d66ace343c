import type { Tier } from './method.ts';

type Bucket = { left: number; atMs: number };
export type Rates = {
  /** Seconds to wait before this call may be made, or 0 when it may be made now. */
  waitS(tier: Tier, key: string): number;
};

/** Calls a minute; `special` is one a second with a burst of ten. */
const rules: Record<Tier, { burst: number; perMs: number }> = {
  t1: { burst: 1, perMs: 1 / 60_000 },
  t2: { burst: 20, perMs: 20 / 60_000 },
  t3: { burst: 50, perMs: 50 / 60_000 },
  t4: { burst: 100, perMs: 100 / 60_000 },
  special: { burst: 10, perMs: 1 / 1000 },
};

/** Token buckets, one per method (and per channel where Slack counts per channel). */
export function createRates(now: () => number): Rates {
  const buckets = new Map<string, Bucket>();
  return {
    waitS(tier, key) {
      const { burst, perMs } = rules[tier];
      const bucket = buckets.get(key) ?? { left: burst, atMs: now() };
      const left = Math.min(burst, bucket.left + (now() - bucket.atMs) * perMs);
      const allowed = left >= 1;
      buckets.set(key, { left: allowed ? left - 1 : left, atMs: now() });
      return allowed ? 0 : Math.max(1, Math.ceil((1 - left) / perMs / 1000));
    },
  };
}
