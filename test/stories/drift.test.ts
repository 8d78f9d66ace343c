import { expect, it } from 'vitest';
import { mergeRename } from '../../src/demo/story.ts';
import type { Seat } from '../support/seat.ts';
import { REPO, useStory } from '../support/story.ts';

const story = useStory();
const OLD = 'PAYMENTS_TIMEOUT_MS';
const CURRENT = 'PAYMENTS_BANK_TIMEOUT_MS';

/** Somebody before the message that says which pages became wrong. */
async function sit(number: number, person: Parameters<typeof story.sit>[0]) {
  const seat = await story.sit(person);
  const message = seat.message(number);
  await message.getByText(`2 pages became wrong · ${REPO} #${number}`).waitFor();
  return { seat, message };
}

const pressOn = (seat: Seat, number: number, verb: string, page: string) =>
  seat
    .message(number)
    .getByRole('button', { name: `${verb} the patch of ${page}` })
    .click();

const read = (path: string) => story.demo.github.as('alice').read(REPO, path);

it('writes the patch that a second person approved, after the first one edited it', async () => {
  const number = await mergeRename(story.demo.github);
  const { seat, message } = await sit(number, 'charlie');
  await message.getByText(`${OLD} is now ${CURRENT}, still on lines 9, 16`).waitFor();
  await message.getByText('src/config.ts:2').first().waitFor();
  await message
    .getByText(/materiality 0\.\d\d = 0\.4 × impact/)
    .first()
    .waitFor();

  await pressOn(seat, number, 'Approve', 'README.md');
  await seat.whisper('You are in no tier of the pack that proposed this').waitFor();

  await seat.actAs('bob');
  await pressOn(seat, number, 'Edit', 'README.md');
  const input = seat.modal.getByLabel('Change 1 of 2');
  expect(await input.inputValue()).toContain(CURRENT);
  await input.fill(`${CURRENT}=8000 npm start`);
  await seat.submit();
  await message.getByText('edited by Bob Baker: somebody else approves it').waitFor();
  await message.getByText(`+${CURRENT}=8000 npm start`).waitFor();
  await pressOn(seat, number, 'Approve', 'README.md');
  await seat.whisper('You wrote this change, and nobody answers for their own').waitFor();
  expect(await read('README.md')).toContain(OLD);

  await seat.actAs('dana');
  await pressOn(seat, number, 'Approve', 'README.md');
  await message.getByText('approved by Dana Diaz and written: the commit').waitFor();
  const page = await read('README.md');
  expect(page).toContain(`${CURRENT}=8000 npm start`);
  expect(page).not.toContain(OLD);
  expect(await read('docs/runbook.md')).toContain(OLD);
  expect(await story.recorded('patch.written')).toHaveLength(1);
  expect((await story.ledger('press.refused')).map(({ payload }) => payload.code)).toEqual([
    'no-tier',
    'own-pull-request',
  ]);

  const thread = await seat.openThread(message);
  await thread.getByText('Proposed patch of README.md:').waitFor();
  await thread.getByText('README.md: Dana Diaz approved the patch.').waitFor();

  await pressOn(seat, number, 'Decline', 'docs/runbook.md');
  await seat.fill('Why not?', 'The runbook describes the old release.');
  await seat.submit();
  await message.getByText('Declined by Dana Diaz: The runbook describes the old release.').waitFor();
  expect(await seat.buttons(message)).toEqual([]);
  const home = await seat.openHome();
  await home.getByText('Merged (waiting for 1 more approval)').waitFor();
});

it('voids a patch visibly when its page was edited meanwhile, and proposes it anew', async () => {
  const number = await mergeRename(story.demo.github);
  const { seat, message } = await sit(number, 'dana');
  const before = (await read('README.md')) ?? '';
  await story.demo.github.as('alice').commit(REPO, 'main', 'Say who answers', {
    'README.md': `${before}\nAsk Alice.\n`,
  });
  expect(await story.recorded('patch.voided')).toHaveLength(1);
  expect(await story.recorded('drift.proposed', 3)).toHaveLength(3);
  await story.settled();

  const thread = await seat.openThread(message);
  await thread.getByText('The patch of README.md is void: README.md was edited since this patch was made.').waitFor();
  await message.getByText('proposed anew: README.md was edited since this patch was made.').waitFor();
  await pressOn(seat, number, 'Approve', 'README.md');
  await message.getByText('approved by Dana Diaz and written: the commit').waitFor();
  const after = await read('README.md');
  expect(after).toContain('Ask Alice.');
  expect(after).toContain(CURRENT);
  expect(after).not.toContain(`\`${OLD}\``);
});

it('refuses an approval of a page that changed a moment before, and writes nothing', async () => {
  const number = await mergeRename(story.demo.github);
  const { seat } = await sit(number, 'dana');
  const { workspace, github } = story.demo;
  await pressOn(seat, number, 'Decline', 'docs/runbook.md');
  await seat.fill('Why not?', 'The runbook describes the old release.');
  await seat.page.keyboard.press('Escape');
  const declined = workspace.records().find(({ kind }) => kind === 'block_actions')?.request as {
    actions: { action_id: string; value: string }[];
  };
  const before = (await read('docs/runbook.md')) ?? '';
  await github.as('alice').commit(REPO, 'main', 'Another step', { 'docs/runbook.md': `${before}\nCall Bob.\n` });
  await story.recorded('patch.voided');

  const approve = {
    ...declined,
    trigger_id: '1.2.old',
    actions: [{ ...declined.actions[0], action_id: 'patch:approve' }],
  };
  await workspace.deliver('interactive', approve);
  await seat.whisper('This patch of docs/runbook.md no longer stands').waitFor();
  expect((await story.recorded('press.refused'))[0]).toMatchObject({ payload: { code: 'document-changed' } });
  expect(await read('docs/runbook.md')).toBe(`${before}\nCall Bob.\n`);
  expect(await story.ledger('patch.written')).toEqual([]);
});

it.each([
  ['COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED', '0', 'COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED is off'],
  ['COUNTERSIGN_SIDE_EFFECTS_DRY_RUN', '1', 'this is a dry run'],
])('records an approval and writes nothing while %s=%s, and says so', async (name, value, says) => {
  await story.start({ env: { [name]: value } });
  const number = await mergeRename(story.demo.github);
  const { seat, message } = await sit(number, 'dana');
  await message.getByText('an approval is recorded and nothing is written').first().waitFor();
  await pressOn(seat, number, 'Approve', 'README.md');
  await message.getByText(`approved by Dana Diaz. Approved but not written: ${says}`).waitFor();
  expect(await story.recorded('patch.not-written')).toHaveLength(1);
  expect(await read('README.md')).toContain(OLD);
  expect(await story.ledger('patch.written')).toEqual([]);
});

it('writes what was approved once writing is switched on, and not before', async () => {
  const dir = await story.dir();
  await story.start({ dir, env: { COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: '1' } });
  const number = await mergeRename(story.demo.github);
  const before = await sit(number, 'dana');
  await pressOn(before.seat, number, 'Approve', 'README.md');
  await story.recorded('patch.not-written');
  expect(await read('README.md')).toContain(OLD);

  await story.start({ dir });
  const seat = await story.sit('dana');
  await seat.message(number).getByText('approved by Dana Diaz and written: the commit').waitFor();
  expect(await read('README.md')).not.toContain(OLD);
  expect(await story.recorded('patch.written')).toHaveLength(1);
});

it('voids an approval that was not written yet when its page changes', async () => {
  await story.start({ env: { COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: '1' } });
  const number = await mergeRename(story.demo.github);
  const { seat, message } = await sit(number, 'dana');
  await pressOn(seat, number, 'Approve', 'README.md');
  await message.getByText('Approved but not written: this is a dry run').waitFor();
  const files = { 'README.md': `${await read('README.md')}\nAsk Alice.\n` };
  await story.demo.github.as('alice').commit(REPO, 'main', 'Say who answers', files);
  await message.getByText('Proposed anew: README.md was edited since this patch was made.').waitFor();
  const thread = await seat.openThread(message);
  await thread.getByText('The approval by Dana Diaz no longer counts.').waitFor();
  expect(await story.recorded('patch.voided')).toMatchObject([{ payload: { approvalVoided: 'U0DANA' } }]);
});
