import type { KnownBlock } from '@slack/types';
import { closest } from '../../../shared/text.ts';
import type { Desk } from '../desk.ts';
import { context, fallback, section } from '../messages/blocks.ts';
import { code, escapeMrkdwn, moment } from '../mrkdwn.ts';
import { packBlocks, packLine } from './packs.ts';

export const SUBCOMMANDS = ['help', 'list', 'show', 'validate', 'gate', 'status', 'ledger', 'link'] as const;
export type Subcommand = (typeof SUBCOMMANDS)[number];

/** Who may ask what. `member`: an active full member of the workspace; `tier`: somebody a pack names in a tier. */
export const RIGHT_OF: Record<Subcommand, 'anyone' | 'member' | 'tier'> = {
  help: 'anyone',
  list: 'member',
  show: 'member',
  validate: 'member',
  gate: 'member',
  link: 'member',
  status: 'tier',
  ledger: 'tier',
};

export type CommandCall = { slackId: string; channel: string; text: string; dedupe: string };
/** What to answer, to the person only. `modal`: open one instead; `told`: the road answers, after it recorded why. */
export type CommandAnswer = { text: string; blocks?: KnownBlock[] } | { modal: 'validate-pack' } | { told: true };

const HELP: Record<Subcommand, string> = {
  help: '/policy help · this list',
  list: '/policy list · the packs and where they apply',
  show: '/policy show PACK · what a pack checks, who may answer, when it was changed',
  validate: '/policy validate · check a pack before you commit it',
  gate: '/policy gate PULL_REQUEST_URL · judge a pull request now',
  status: '/policy status · health, queues, watchers, what could not be delivered',
  ledger: '/policy ledger · the signed checkpoint and the latest entries',
  link: '/policy link github LOGIN · say which GitHub account is yours',
};

/** Reads the words after `/policy` and answers; whatever changes something goes in as an event. */
export async function answerPolicy(call: CommandCall, desk: Desk): Promise<CommandAnswer> {
  const [word = '', ...rest] = call.text.trim().split(/\s+/);
  const subcommand = word === '' ? 'help' : word.toLowerCase();
  if (!isSubcommand(subcommand)) return unknownWord(subcommand);
  if (await isRefused(subcommand, call, desk)) return { told: true };
  switch (subcommand) {
    case 'help':
      return help();
    case 'list':
      return list(desk);
    case 'show':
      return show(rest.join(' '), desk);
    case 'validate':
      return { modal: 'validate-pack' };
    case 'gate':
      return gate(rest, call, desk);
    case 'status':
      return { text: 'Status', blocks: [section((await desk.status()).map(escapeMrkdwn).join('\n'))] };
    case 'ledger':
      return ledger(desk);
    case 'link':
      return link(rest, call, desk);
  }
}

function isSubcommand(word: string): word is Subcommand {
  return (SUBCOMMANDS as readonly string[]).includes(word);
}

function unknownWord(word: string): CommandAnswer {
  const near = closest(word, SUBCOMMANDS);
  return {
    text: `There is no ${code(`/policy ${word}`)}${near === null ? '' : `; did you mean ${code(`/policy ${near}`)}?`} Type ${code('/policy help')} for the list.`,
  };
}

/** Default deny, on the server, and on record: a refusal is an event like any other press. */
async function isRefused(subcommand: Subcommand, call: CommandCall, desk: Desk): Promise<boolean> {
  const needed = RIGHT_OF[subcommand];
  if (needed === 'anyone') return false;
  const held = await desk.standing(call.slackId);
  if (held === 'tier' || held === needed) return false;
  const message =
    needed === 'tier'
      ? `${code(`/policy ${subcommand}`)} shows what only people with a tier in a pack may see: ask one of them, or have a pack name you.`
      : `${code(`/policy ${subcommand}`)} is for full members of this workspace: ask one of them.`;
  await desk.accept({
    type: 'press.refused',
    source: 'slack',
    dedupeKey: call.dedupe,
    lane: `person:${call.slackId}`,
    actor: { type: 'slack-user', id: call.slackId },
    data: {
      subjectId: `/policy ${subcommand}`,
      nonce: '',
      channel: call.channel,
      messageTs: '',
      reason: '',
      attempted: `/policy ${subcommand}`,
      code: 'no-tier',
      message,
    },
  });
  return true;
}

function help(): CommandAnswer {
  return {
    text: 'What /policy can do',
    blocks: [
      section(
        Object.values(HELP)
          .map((line) => `• ${code(line.split(' · ')[0] ?? '')}  ${escapeMrkdwn(line.split(' · ')[1] ?? '')}`)
          .join('\n'),
      ),
      context('Only you see the answers.'),
    ],
  };
}

async function list(desk: Desk): Promise<CommandAnswer> {
  const packs = await desk.packs();
  if (packs.length === 0)
    return {
      text: `There is no pack yet: put one into ${code('manifests/packs')} or name another folder in ${code('COUNTERSIGN_PACKS_DIR')}, and start again.`,
    };
  return {
    text: `${packs.length} packs`,
    blocks: [
      ...packs.slice(0, 40).map((pack) => section(packLine(pack))),
      context(`${code('/policy show PACK')} for one of them.`),
    ],
  };
}

async function show(name: string, desk: Desk): Promise<CommandAnswer> {
  const packs = await desk.packs();
  const wanted = name.trim().toLowerCase();
  const pack = packs.find((candidate) => candidate.id === wanted || candidate.name.toLowerCase() === wanted);
  if (pack !== undefined) return { text: fallback(`Pack ${pack.name}`), blocks: packBlocks(pack) };
  const near = closest(
    wanted,
    packs.map((candidate) => candidate.id),
  );
  const hint =
    near === null ? `${code('/policy list')} names them all.` : `Did you mean ${code(`/policy show ${near}`)}?`;
  return { text: `${wanted === '' ? 'Say which pack.' : `There is no pack ${code(wanted)}.`} ${hint}` };
}

async function gate(words: readonly string[], call: CommandCall, desk: Desk): Promise<CommandAnswer> {
  const found = /([\w.-]+\/[\w.-]+)(?:\/pull\/|#)(\d{1,9})/.exec(words.join(' ').replace(/^<|>$/g, ''));
  if (found === null)
    return {
      text: `Give the address of a pull request, e.g. ${code('/policy gate https://github.com/acme/payments/pull/12')}.`,
    };
  const [, repo = '', number = ''] = found;
  await desk.accept({
    type: 'gate.requested',
    source: 'slack',
    dedupeKey: call.dedupe,
    lane: `person:${call.slackId}`,
    actor: { type: 'slack-user', id: call.slackId },
    data: { repo, number: Number(number), channel: call.channel },
  });
  return { text: `Looking at ${escapeMrkdwn(repo)}#${number}…` };
}

async function ledger(desk: Desk): Promise<CommandAnswer> {
  const { size, checkpoint, latest } = await desk.ledger();
  const rows = latest.map(
    (entry) =>
      `${code(String(entry.seq))} ${moment(entry.at)}  *${escapeMrkdwn(entry.type)}*  ${escapeMrkdwn(entry.subject)}  by ${escapeMrkdwn(entry.actor)}`,
  );
  return {
    text: `The ledger has ${size} entries`,
    blocks: [
      section(
        `*${size} entries.* Signed checkpoint; keep a copy outside, and ${code('countersign ledger verify --checkpoint FILE')} compares with it:\n\`\`\`\n${checkpoint}\`\`\``,
      ),
      section(rows.length === 0 ? 'Nothing was recorded yet.' : rows.join('\n')),
    ],
  };
}

async function link(words: readonly string[], call: CommandCall, desk: Desk): Promise<CommandAnswer> {
  const [system, login] = words;
  const name = login?.replace(/^@/, '') ?? '';
  if (system !== 'github' || !/^[a-z\d](?:[a-z\d-]{0,38})$/i.test(name))
    return { text: `Write ${code('/policy link github LOGIN')}, with your GitHub login.` };
  await desk.accept({
    type: 'identity.linked',
    source: 'slack',
    dedupeKey: call.dedupe,
    lane: `person:${call.slackId}`,
    actor: { type: 'slack-user', id: call.slackId },
    data: { githubLogin: name, channel: call.channel },
  });
  return { text: `Linking you to @${escapeMrkdwn(name)}…` };
}
