import type { CAST } from '../../src/demo/cast.ts';
import type { EmulatedGithub } from '../../src/demo/github.ts';
import { filesOf, REPO } from '../../src/demo/story.ts';
import type { ActResult, PageMessage, Workspace } from '../../src/workspace/index.ts';
import type { Random } from './random.ts';

export type Pull = { number: number; branch: string; heads: string[]; state: 'open' | 'closed'; kind: PullKind };
export const PULL_KINDS = ['breaks', 'warns', 'plain', 'renames'] as const;
export type PullKind = (typeof PULL_KINDS)[number];

const page = (index: number) => `docs/setting-${index}.md`;
export const settingOf = (index: number) => ({
  old: `PAYMENTS_SETTING_${index}_MS`,
  next: `PAYMENTS_TUNED_${index}_MS`,
  page: page(index),
});

/** The payments service with `settings` more settings, each named on a page of its own. */
export async function townFiles(settings: number): Promise<Record<string, string>> {
  const files = await filesOf('base');
  for (let index = 0; index < settings; index += 1) {
    const { old } = settingOf(index);
    files[`src/setting-${index}.ts`] = `export const setting${index} = Number(process.env.${old} ?? 100);\n`;
    files[page(index)] = `# Setting ${index}\n\nSet \`${old}\` before you start the service.\n`;
  }
  return files;
}

/** What developers do on GitHub. Each call is at least one delivery. */
export function developers(github: EmulatedGithub, random: Random) {
  const alice = github.as('alice');
  const pulls: Pull[] = [];
  let renames = 0;
  let pushes = 0;

  async function filesFor(kind: PullKind): Promise<Record<string, string>> {
    pushes += 1;
    const plain = { [`src/change-${pushes}.ts`]: `export const change = ${pushes};\n` };
    if (kind === 'breaks') return { ...plain, 'openapi.yaml': (await filesOf('breaking'))['openapi.yaml'] ?? '' };
    if (kind === 'warns') return { ...plain, 'docs/runbook.md': `# Runbook\n\nSee [the bank](bank-${pushes}.md).\n` };
    return plain;
  }

  return {
    pulls,
    async open(kind: PullKind): Promise<void> {
      const branch = `change-${pulls.length}-${kind}`;
      await alice.branch(REPO, branch);
      let files = await filesFor(kind);
      if (kind === 'renames') {
        const { next } = settingOf(renames);
        files = {
          [`src/setting-${renames}.ts`]: `export const setting${renames} = Number(process.env.${next} ?? 100);\n`,
        };
        renames += 1;
      }
      const head = await alice.commit(REPO, branch, `Change ${pulls.length}`, files);
      const number = await alice.openPullRequest(REPO, { head: branch, title: `Change ${pulls.length} (${kind})` });
      pulls.push({ number, branch, heads: [head], state: 'open', kind });
    },
    async push(): Promise<void> {
      const open = pulls.filter(({ state, kind }) => state === 'open' && kind !== 'renames');
      if (open.length === 0) return;
      const pull = random.of(open);
      pull.heads.push(await alice.commit(REPO, pull.branch, 'Next', await filesFor(pull.kind)));
    },
    async finish(): Promise<void> {
      const open = pulls.filter(({ state, kind }) => state === 'open' && (kind === 'renames' || kind === 'plain'));
      if (open.length === 0) return;
      const pull = open.find(({ kind }) => kind === 'renames') ?? random.of(open);
      pull.state = 'closed';
      if (pull.kind === 'renames' || random.chance(0.5)) await alice.merge(REPO, pull.number);
      else await alice.closePullRequest(REPO, pull.number);
      const { head } = (await alice.call('GET', `/repos/${REPO}/pulls/${pull.number}`)) as { head: { sha: string } };
      if (!pull.heads.includes(head.sha)) pull.heads.push(head.sha);
    },
  };
}

export type Pressed = { key: string; ok: boolean };
type Button = { message: PageMessage; blockId: string; actionId: string };

/** What people do in Slack; every press that reached the app's socket is remembered with the key it is stored under. */
export function answerers(
  workspace: Workspace,
  channel: string,
  people: readonly (typeof CAST)[keyof typeof CAST][],
  random: Random,
) {
  const pressed: Pressed[] = [];

  function buttons(): Button[] {
    return workspace.messages(channel).flatMap((message) =>
      message.blocks
        .filter((block) => block.type === 'actions')
        .flatMap((block) =>
          (block.elements as { action_id: string }[]).map((element) => ({
            message,
            blockId: String(block.block_id),
            actionId: element.action_id,
          })),
        ),
    );
  }

  async function press(): Promise<void> {
    const offered = buttons();
    if (offered.length > 0) await pressOne(random.of(offered), random.of(people).slackId);
  }

  /** Presses every button of this kind that stands in the channel now. */
  async function pressAll(actionId: string, as: string): Promise<void> {
    for (const offered of buttons().filter((button) => button.actionId === actionId)) await pressOne(offered, as);
  }

  async function pressOne({ message, blockId, actionId }: Button, as: string): Promise<void> {
    const source = { type: 'message' as const, channel, ts: message.ts };
    const result = await workspace.act({ act: 'block-action', as, source, blockId, actionId, input: {}, values: {} });
    note(result);
    if (!actionId.endsWith(':approve')) await submit(as);
  }

  /** Writes a reason into the modal that a press opened, when it opened one. */
  async function submit(as: string): Promise<void> {
    for (let waited = 0; waited < 20; waited += 1) {
      const [modal] = workspace.state(as).modals;
      if (modal !== undefined) {
        const values = { reason: { 'reason:text': { type: 'plain_text_input', value: 'We looked at it together.' } } };
        note(await workspace.act({ act: 'view-submit', as, viewId: modal.id, values }));
        for (const { id } of workspace.state(as).modals)
          await workspace.act({ act: 'view-close', as, viewId: id, clearAll: true });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  function note(result: ActResult): void {
    const record = workspace
      .records()
      .find(({ direction, kind }) => direction === 'to-app' && ['block_actions', 'view_submission'].includes(kind));
    if (record === undefined) return;
    const request = record.request as {
      trigger_id: string;
      view?: { id: string; hash: string };
      actions?: { action_id: string }[];
    };
    const isApproval = request.actions?.some(({ action_id }) => action_id.endsWith(':approve')) ?? false;
    if (request.view !== undefined)
      pressed.push({ key: `slack:slack:view:${request.view.id}:${request.view.hash}`, ok: result.ok });
    // A press that only asks for a modal is stored when it is refused; an approval always.
    else if (isApproval) pressed.push({ key: `slack:slack:press:${request.trigger_id}`, ok: result.ok });
  }

  return { press, pressAll, pressed };
}
