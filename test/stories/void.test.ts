import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesOf } from '../../src/demo/story.ts';
import { CAST, openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();
const REASON = 'Why may this change go in?';

/** The demo's rules without an approval that every push has to be given anew. */
const PACK = `
id: payments
name: Payments contract
scope: { type: repo, ref: acme/payments }
trackA:
  enabled: true
  surfaces: [api]
  comparators:
    - { type: openapi.diff, severity: high }
    - { type: openapi.version_bump, severity: medium }
  enforcement: { mode: block_high_critical }
  artifacts: [{ type: openapi_spec, path: /openapi.yaml }]
approvals:
  tiers:
    tier1: { name: Team Lead, users: [bob@acme.example], canOverride: [warn, block_high] }
routing: { slackChannel: '#payments' }
`;

async function openAndOverride() {
  const number = await openBreakingPullRequest(story.demo.github);
  const seat = await story.sit('bob');
  const message = seat.message(number);
  await seat.press(message, 'Override…');
  await seat.fill(REASON, 'Every caller was asked and has moved.');
  await seat.submit();
  await story.check('customer-id', 'success');
  await message.getByText('Overridden by Bob Baker').waitFor();
  return { number, seat, message };
}

it('says in the message that an answer no longer counts once Alice pushes, and is red again', async () => {
  const { number, seat, message } = await openAndOverride();
  const before = await story.demo.github.as('alice').head(REPO, 'customer-id');
  const spec = (await filesOf('breaking'))['openapi.yaml'] ?? '';
  const alice = story.demo.github.as('alice');
  const head = await alice.commit(REPO, 'customer-id', 'Pounds and dollars go too', {
    'openapi.yaml': spec.replace('enum: [EUR, GBP, USD]', 'enum: [EUR]'),
  });

  const red = await story.check(head, 'failure');
  expect(red.title).toContain('Blocked');
  await message.getByText(`Blocked · ${REPO} #${number}`).waitFor();
  const text = await message.textContent();
  expect(text).toContain(`No longer counts: the override by Bob Baker was for ${before?.slice(0, 7)}.`);
  expect(text).toContain(`A new push replaced ${before?.slice(0, 7)} with ${head.slice(0, 7)}.`);
  expect(text).not.toContain('Overridden by');
  expect(text).toContain('the enum value "GBP" was removed');
  expect(text).toContain('Still approved from an earlier push: 4 findings (4 by Bob Baker)');
  expect(await seat.buttons(message)).toContain('Override…');
  const thread = await seat.openThread(message);
  await thread.getByText('No longer counted: override by Bob Baker.').waitFor();
  expect(await story.recorded('decision.voided')).toHaveLength(1);
  expect((await alice.checkRuns(REPO, before ?? '')).at(-1)?.conclusion).toBe('success');
});

it('stays green when a push changes nothing that was answered, and lists what is still approved', async () => {
  const dir = await story.dir();
  await writeFile(join(dir, 'payments.yaml'), PACK);
  await story.start({ env: { COUNTERSIGN_PACKS_DIR: dir } });
  const { number, seat, message } = await openAndOverride();
  const head = await story.demo.github.as('alice').commit(REPO, 'customer-id', 'Say who to ask', {
    'docs/people.md': '# People\n\nAsk Alice.\n',
  });

  const green = await story.check(head, 'success');
  expect(green.summary).toContain('already approved by Bob Baker');
  await message.getByText(`Passed, approved on an earlier push · ${REPO} #${number}`).waitFor();
  await message.getByText('Still approved from an earlier push: 4 findings (4 by Bob Baker)').waitFor();
  expect(await seat.buttons(message)).toEqual([]);
  expect(await seat.messages(number).count()).toBe(1);
});

type Payload = { actions: { value: string }[] };

it('refuses the button of an older state of the message, replayed or forged, and records it', async () => {
  const number = await openBreakingPullRequest(story.demo.github);
  const seat = await story.sit('bob');
  const message = seat.message(number);
  await seat.press(message, 'Approve');
  await story.recorded('approval.granted');
  const { workspace, github } = story.demo;
  const sent = workspace.records().find(({ kind }) => kind === 'block_actions')?.request as Payload;
  const files = { 'docs/people.md': '# People\n' };
  const head = await github.as('alice').commit(REPO, 'customer-id', 'Say who to ask', files);
  await story.check(head, 'failure');
  await message.getByText(head.slice(0, 7)).first().waitFor();

  const dana = { id: CAST.dana.slackId, name: 'dana', username: 'dana' };
  const [action = { value: '' }] = sent.actions;
  const forgeries: [Record<string, unknown>, string][] = [
    [{}, 'new-push'],
    [{ user: dana }, 'new-push'],
    [{ user: dana, container: undefined, message: { ts: '1.000001' } }, 'wrong-place'],
    [{ user: dana, channel: { id: 'C0GENERAL' } }, 'wrong-place'],
    [{ user: dana, actions: [{ ...action, value: `${action.value}x` }] }, 'tampered'],
    [{ user: dana, actions: [{ ...action, value: 'nothing.at-all' }] }, 'unknown-request'],
  ];
  for (const [index, [change, code]] of forgeries.entries()) {
    await workspace.deliver('interactive', { ...sent, trigger_id: `1.2.${index}`, ...change });
    const refused = await story.recorded('press.refused', index + 1);
    expect(refused.at(-1)?.payload.code).toBe(code);
  }
  await seat
    .whisper('look at the findings of the new commit and answer there')
    .or(seat.whisper('no longer stands'))
    .waitFor();
  expect(await story.ledger('approval.granted')).toHaveLength(1);
});
