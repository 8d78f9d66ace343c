import type { GithubHands } from './github/person.ts';
import { filesOf, mergeRename, openBreakingPullRequest, type People, REPO } from './story.ts';

/** The story cannot go on in this way; the message says why and what to do instead. */
export class StoryEnds extends Error {
  override name = 'StoryEnds';
}

const CONTRACT = 'openapi.yaml';
const SETTINGS = 'src/config.ts';
const README = 'README.md';
const CASES = 'test/cases.jsonl';

/** Changes of the contract that callers would notice, beside the one the story begins with. */
const BREAKS = [
  {
    branch: 'fewer-currencies',
    title: 'Take euros and dollars only',
    body: 'Nobody has paid in pounds since March.',
    from: 'enum: [EUR, GBP, USD]',
    to: 'enum: [EUR, USD]',
  },
  {
    branch: 'amount-as-text',
    title: 'Send amounts as text',
    body: 'Numbers above 2^53 lose their last digits on the way.',
    from: '        amount:\n          type: integer\n          minimum: 1\n',
    to: '        amount:\n          type: string\n',
  },
  {
    branch: 'no-status',
    title: 'Stop promising a status',
    body: 'The bank tells it too late to be of use.',
    from: 'required: [id, amount, currency, status]',
    to: 'required: [id, amount, currency]',
  },
] as const;

const RENAMES = [
  ['PAYMENTS_RETRIES', 'PAYMENTS_BANK_RETRIES'],
  ['PAYMENTS_BANK_URL', 'PAYMENTS_BANK_ADDRESS'],
  ['PAYMENTS_BANK_TIMEOUT_MS', 'PAYMENTS_BANK_PATIENCE_MS'],
  ['PAYMENTS_BANK_RETRIES', 'PAYMENTS_BANK_ATTEMPTS'],
  ['PAYMENTS_BANK_ADDRESS', 'PAYMENTS_BANK_HOST'],
] as const;

/** Alice opens one more pull request that breaks the contract as it stands on main. Answers its number. */
export async function openAnotherBreak(people: People): Promise<number> {
  const alice = people.as('alice');
  const contract = (await alice.read(REPO, CONTRACT)) ?? '';
  const { [CONTRACT]: beginning } = await filesOf('base');
  const fitting = BREAKS.filter(({ from }) => contract.includes(from));
  // The break the story begins with replaces the whole contract, so it fits the first version only.
  const turns = contract === beginning ? fitting.length + 1 : fitting.length;
  if (turns === 0) throw new StoryEnds('Every way this story knows to break the API has been merged already.');
  const choice = fitting[(await pullsSoFar(alice)) % turns];
  if (choice === undefined) return openBreakingPullRequest(people, await freeBranch(alice, 'customer-id'));
  const branch = await freeBranch(alice, choice.branch);
  await alice.branch(REPO, branch);
  await alice.commit(REPO, branch, choice.title, { [CONTRACT]: contract.replace(choice.from, choice.to) });
  return alice.openPullRequest(REPO, { head: branch, title: choice.title, body: choice.body });
}

/** Alice renames another variable that the README on main still names, and merges. Answers the pull request's number. */
export async function mergeAnotherRename(people: People): Promise<number> {
  const alice = people.as('alice');
  const settings = (await alice.read(REPO, SETTINGS)) ?? '';
  const readme = (await alice.read(REPO, README)) ?? '';
  const { [SETTINGS]: beginning } = await filesOf('base');
  if (settings === beginning) return mergeRename(people, await freeBranch(alice, 'bank-timeout'));
  const named = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);
  const rename = RENAMES.find(([from]) => named(settings, from) && named(readme, from));
  if (rename === undefined)
    throw new StoryEnds(
      'The README names nothing more that could be renamed. Approve the patches that wait in Slack, then try again.',
    );
  const [from, to] = rename;
  const branch = await freeBranch(alice, `rename-${from.toLowerCase().replaceAll('_', '-')}`);
  const title = `Call it ${to}`;
  await alice.branch(REPO, branch);
  await alice.commit(REPO, branch, title, { [SETTINGS]: settings.replace(new RegExp(`\\b${from}\\b`, 'g'), to) });
  const number = await alice.openPullRequest(REPO, { head: branch, title, body: `${from} said less than it should.` });
  await alice.merge(REPO, number);
  return number;
}

/** Alice pushes a commit that no check cares about. */
export async function pushHarmlessCommit(people: People, branch: string): Promise<string> {
  const alice = people.as('alice');
  const cases = (await alice.read(REPO, CASES, branch)) ?? '';
  const amount = (cases.split('\n').filter(Boolean).length + 1) * 100;
  const files = { [CASES]: `${cases}${JSON.stringify({ amount, currency: 'EUR', status: 'accepted' })}\n` };
  return alice.commit(REPO, branch, `Try a payment of ${amount / 100}.00 EUR too`, files);
}

/** Alice puts the contract of a branch back to what `base` has, and with it the code of what it promises. */
export async function restoreApi(people: People, branch: string, base: string): Promise<string> {
  const alice = people.as('alice');
  const files: Record<string, string | null> = {};
  for (const path of [CONTRACT, 'src/refund.ts', 'src/payment.ts']) files[path] = await alice.read(REPO, path, base);
  // What the base does not have stays, or nothing would be left of the pull request.
  const payment = await alice.read(REPO, 'src/payment.ts', branch);
  if (files['src/payment.ts'] === null)
    files['src/payment.ts'] = payment?.replace('customerId:', 'customerId?:') ?? null;
  return alice.commit(REPO, branch, 'Keep the API as it was', present(files));
}

/** Alice breaks the contract of a branch in the first way that fits. */
export async function breakApi(people: People, branch: string): Promise<string> {
  const alice = people.as('alice');
  const contract = (await alice.read(REPO, CONTRACT, branch)) ?? '';
  const fitting = BREAKS.find(({ from }) => contract.includes(from));
  if (fitting === undefined) throw new StoryEnds('This branch has nothing left that the story knows how to break.');
  return alice.commit(REPO, branch, fitting.title, { [CONTRACT]: contract.replace(fitting.from, fitting.to) });
}

function present(files: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter((file): file is [string, string] => file[1] !== null));
}

async function pullsSoFar(hands: GithubHands): Promise<number> {
  return ((await hands.call('GET', `/repos/${REPO}/pulls?state=all&per_page=100`)) as unknown[]).length;
}

async function freeBranch(hands: GithubHands, name: string): Promise<string> {
  for (let turn = 1; ; turn++) {
    const branch = turn === 1 ? name : `${name}-${turn}`;
    if ((await hands.head(REPO, branch)) === null) return branch;
  }
}
