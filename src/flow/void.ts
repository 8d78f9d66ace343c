import { SYSTEM } from '../model/actor.ts';
import type { Decision } from '../model/decision.ts';
import { pullRequestKey } from '../model/keys.ts';
import type { Repositories } from '../ports/stores.ts';
import { record } from './record.ts';

/**
 * An answer is for what was seen: once that changed, the decision and every grant on it stop counting, visibly.
 * Answers false when there was nothing left to void.
 */
export async function voidOpenDecision(
  tx: Repositories,
  decision: Decision,
  { because, now }: { because: string; now: number },
): Promise<boolean> {
  const moved = await tx.decisions.moveState(decision.id, ['open', 'answered', 'settled'], 'voided', because);
  if (!moved) return false;
  const grants = await tx.grants.forDecision(decision.id);
  const about = pullRequestKey(decision.repo, decision.number);
  const row = await tx.pullRequests.get(decision.repo, decision.number);
  const names = [...new Set(grants.map((grant) => `${grant.action} by ${grant.name}`))];
  const text = names.length === 0 ? because : `${because} No longer counted: ${names.join(', ')}.`;
  await record(
    tx,
    {
      type: 'decision.voided',
      actor: SYSTEM,
      subject: about,
      payload: {
        decisionId: decision.id,
        payloadHash: decision.payloadHash,
        because,
        grantsVoided: grants.map((grant) => grant.id),
      },
      at: now,
    },
    (entry) => [
      { kind: 'chat.pull-request', repo: decision.repo, number: decision.number },
      ...(row?.channel == null
        ? []
        : [{ kind: 'chat.note' as const, about, channel: row.channel, text, code: null, entrySeq: entry.seq }]),
    ],
  );
  return true;
}
