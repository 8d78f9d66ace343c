import { randomBytes, randomInt } from 'node:crypto';

export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
export type Exchange = { ok: true; userId: string } | { ok: false; error: TriggerError };
export type Triggers = {
  issue(userId: string): string;
  /** Tells whose trigger it is without using it up. */
  peek(id: string): Exchange;
  /** Uses the trigger up; it is good once, within 3 seconds. */
  exchange(id: string): Exchange;
};

const lifeMs = 3000;
const forgetMs = 60_000;

export function createTriggers(now: () => number): Triggers {
  const issued = new Map<string, { userId: string; atMs: number; used: boolean }>();

  function forgetOld(): void {
    for (const [id, trigger] of issued) {
      if (now() - trigger.atMs <= forgetMs) return;
      issued.delete(id);
    }
  }

  function peek(id: string): Exchange {
    const trigger = issued.get(id);
    if (!trigger) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
    if (now() - trigger.atMs > lifeMs) return { ok: false, error: 'expired_trigger_id' };
    return { ok: true, userId: trigger.userId };
  }

  return {
    issue(userId) {
      forgetOld();
      const id = `${randomInt(1e9, 9e9)}.${randomInt(1e9, 9e9)}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { userId, atMs: now(), used: false });
      return id;
    },
    peek,
    exchange(id) {
      const answer = peek(id);
      const trigger = issued.get(id);
      if (answer.ok && trigger) trigger.used = true;
      return answer;
    },
  };
}
