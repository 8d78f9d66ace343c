import type { Grant, Refusal } from '../../model/approval.ts';
import type { Decision } from '../../model/decision.ts';
import { outcomeOf, packOutcomes } from '../../model/outcome.ts';
import { sameEmail } from '../../model/rights.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { bindingHash, coversFindings, currentDecisionBinding } from './binding.ts';
import { checkExpiry, checkNonce, checkNotOwn, checkPerson, checkPlace, readReason } from './common-checks.ts';
import { type Rights, rightsFor } from './decision-rights.ts';
import { type AdmittedGrant, type DecisionPress, firstRefusal, refuse, refused } from './press-facts.ts';
import { listed, pastTense, shortSha, utcMinute } from './wording.ts';

/** Approve, override or break-glass: every fact is checked against the record, then the binding is hashed again. */
export function admitDecision(input: DecisionPress): Result<AdmittedGrant, Refusal> {
  const { decision, pullRequest, person, press, now } = input;
  if (decision === null || decision.id !== press.subjectId) {
    return refused(
      'unknown-request',
      'There is no such request on record, so nothing was done: use the buttons on a current message.',
    );
  }
  const refusal = firstRefusal([
    () => checkNonce(press, decision.nonce),
    () => checkPlace(input),
    () => checkOpen(input, decision),
    () => checkNotAnswered(input, decision),
    () => checkHead(input, decision),
    () => checkPacks(input, decision),
    () => checkExpiry(decision.expiresAt, now, 'judge it again with `/policy gate URL`.'),
    () => checkBinding(input, decision),
    () => checkPerson(person),
    () => checkNotOwn(input, pullRequest?.author ?? null),
  ]);
  if (refusal !== null) return err(refusal);

  const rights = rightsFor(input, decision, person?.email ?? '');
  if (!rights.ok) return rights;
  const reason = readReason(press.reason, reasonRequired(input, decision), reasonFor(input.action));
  if (!reason.ok) return reason;
  const idle = checkCounted(input, rights.value) ?? checkSomethingToDo(input, decision, rights.value);
  if (idle !== null) return err(idle);

  const { tier, tierByPack, covered } = rights.value;
  return ok({
    kind: 'grant',
    action: input.action,
    tier,
    tierByPack,
    reason: reason.value,
    covered,
    payloadHash: decision.payloadHash,
    opensReview: input.action === 'break-glass',
  });
}

function checkOpen({ pullRequest }: DecisionPress, decision: Decision): Refusal | null {
  const name = `${decision.repo}#${decision.number}`;
  if (pullRequest === null) {
    return refuse(
      'unreadable',
      `${name} could not be read from the code host, so nothing was done: try again in a moment.`,
    );
  }
  if (pullRequest.state === 'open' && decision.state !== 'closed') return null;
  const how = pullRequest.state === 'merged' ? 'merged' : 'closed';
  return refuse('closed', `${name} is ${how}, so there is nothing left to answer: reopen it if it should still go in.`);
}

function checkNotAnswered({ grants }: DecisionPress, decision: Decision): Refusal | null {
  if (decision.state !== 'answered') return null;
  const last = [...grants].sort((a, b) => a.grantedAt - b.grantedAt).at(-1);
  const who =
    last === undefined
      ? 'This was already answered'
      : `${last.name} already ${pastTense(last.action)} this at ${utcMinute(last.grantedAt)}`;
  return refuse('already-answered', `${who}: nothing is left for you to do.`);
}

function checkHead({ pullRequest, judgedInto }: DecisionPress, decision: Decision): Refusal | null {
  if (pullRequest !== null && pullRequest.headSha !== decision.headSha) {
    return refuse(
      'new-push',
      `A new push replaced ${shortSha(decision.headSha)} with ${shortSha(pullRequest.headSha)}: look at the findings of the new commit and answer there.`,
    );
  }
  const into = pullRequest?.baseRef;
  if (judgedInto != null && into !== undefined && into !== judgedInto) {
    return refuse(
      'new-push',
      `This goes into ${into} instead of ${judgedInto} by now, so it is judged again: look at the findings there and answer then.`,
    );
  }
  if (decision.state !== 'voided') return null;
  const because = decision.voidedBecause ?? 'What it was about has changed.';
  return refuse(
    'new-push',
    `This question no longer stands (${because.replace(/\.$/, '')}): answer on the message as it is now.`,
  );
}

function checkPacks({ packs, packHash }: DecisionPress, decision: Decision): Refusal | null {
  const changed = decision.judgements
    .filter(({ packId, versionHash }) => !packs.some((pack) => pack.id === packId && pack.versionHash === versionHash))
    .map(({ packName, version }) => `“${packName}” (was version ${version})`);
  if (changed.length === 0 && packHash === decision.packHash) return null;
  const what = changed.length === 0 ? 'The packs that apply here' : `The pack ${listed(changed)}`;
  return refuse(
    'pack-changed',
    `${what} changed since this was judged: it has to be judged again, use \`/policy gate URL\`.`,
  );
}

function checkBinding({ pullRequest, packHash, press }: DecisionPress, decision: Decision): Refusal | null {
  const now = currentDecisionBinding(decision, { headSha: pullRequest?.headSha ?? '', packHash, nonce: press.nonce });
  if (bindingHash(now) === decision.payloadHash && coversFindings(decision)) return null;
  return refuse(
    'tampered',
    'What is stored for this request is no longer what was asked, so nothing was done: judge it again with `/policy gate URL`.',
  );
}

function reasonRequired({ action, packs, grants }: DecisionPress, decision: Decision): boolean {
  if (action === 'approve') return false;
  if (action === 'override') return true;
  const standing = packOutcomes(decision, grants).filter(
    ({ state }) => state === 'block' || state === 'needs-approval',
  );
  return standing.some(
    ({ judgement }) =>
      packs.find((pack) => pack.id === judgement.packId)?.approvals.breakGlass.requiresReason !== false,
  );
}

function reasonFor(action: DecisionPress['action']): string {
  return action === 'break-glass' ? 'Break-glass' : 'An override';
}

function checkCounted({ action, grants, person }: DecisionPress, rights: Rights): Refusal | null {
  const mine = grants.filter((grant) => isBy(grant, person));
  const same = mine.find((grant) => grant.action === action);
  const countedAnyway = action === 'approve' && rights.covered.length === 0 ? mine[0] : undefined;
  const before = same ?? countedAnyway;
  if (before === undefined) return null;
  return refuse(
    'already-counted',
    `You already ${pastTense(before.action)} this at ${utcMinute(before.grantedAt)}: somebody else has to answer now.`,
  );
}

function isBy(grant: Grant, person: DecisionPress['person']): boolean {
  if (person === null) return false;
  if (grant.actor.type === 'slack-user' && grant.actor.id === person.slackId) return true;
  return grant.email !== null && person.email !== null && sameEmail(grant.email, person.email);
}

function checkSomethingToDo({ action, grants }: DecisionPress, decision: Decision, rights: Rights): Refusal | null {
  if (rights.answers) return null;
  const { state, headline } = outcomeOf(decision, grants);
  if (state === 'block' && action === 'approve') {
    return refuse(
      'nothing-to-do',
      'An approval does not lift a block: fix the findings, or use Override if your tier can.',
    );
  }
  if (state === 'warn' || state === 'needs-approval') {
    return refuse('nothing-to-do', 'Nothing is blocked by a finding here: use Approve instead.');
  }
  return refuse('nothing-to-do', `There is nothing to answer here (${headline}): the message shows how things stand.`);
}
