import { expect, it } from 'vitest';
import { SUBCOMMANDS } from '../../src/surfaces/slack/commands/policy.ts';
import { openBreakingPullRequest, REPO, useStory } from '../support/story.ts';

const story = useStory();

it('completes /policy by keyboard and answers each subcommand to the person alone', async () => {
  const number = await openBreakingPullRequest(story.demo.github);
  await story.check('customer-id', 'failure');
  const seat = await story.sit('bob');
  await seat.message(number).waitFor();
  const { keyboard } = seat.page;

  await seat.page.getByTestId('composer').locator('textarea').focus();
  await keyboard.type('/po');
  await seat.page.getByTestId('completion').getByText('/policy').first().waitFor();
  await keyboard.press('Tab');
  await keyboard.type('help');
  await keyboard.press('Enter');
  const help = seat.whisper('Only you see the answers.');
  await help.waitFor();
  for (const word of SUBCOMMANDS) expect(await help.textContent()).toContain(`/policy ${word}`);

  await seat.say('/policy list');
  await seat.whisper('gate (blocks high and critical), drift').getByText('Payments contract').waitFor();

  await seat.say('/policy show payments');
  const pack = seat.whisper('Who may answer');
  await pack.getByText('1 Team Lead: bob@acme.example').waitFor();
  await pack.getByText('openapi.diff').waitFor();

  await seat.say('/policy show paymets');
  await seat.whisper('Did you mean /policy show payments?').waitFor();

  await seat.say('/policy stauts');
  await seat.whisper('There is no /policy stauts; did you mean /policy status?').waitFor();

  await seat.say('/policy status');
  const status = seat.whisper('Waiting: 1 pull request, 0 patches, 0 break-glass reviews.');
  await status.getByText('0 given up').first().waitFor();

  await seat.say('/policy ledger');
  const ledger = seat.whisper('Signed checkpoint');
  await ledger.getByText('gate.decided').first().waitFor();
  await ledger.getByText('countersign ledger verify --checkpoint FILE').waitFor();

  await seat.say('/policy link github bob');
  await seat.whisper('Linked: you are @bob on GitHub').waitFor();
  const home = await seat.openHome();
  await home.getByText('You are @bob on GitHub.').waitFor();
});

it('judges again on /policy gate, and says what an address lacks', async () => {
  const number = await openBreakingPullRequest(story.demo.github);
  await story.check('customer-id', 'failure');
  const seat = await story.sit('dana');
  await seat.message(number).waitFor();
  await seat.say('/policy gate');
  await seat.whisper('Give the address of a pull request').waitFor();
  await seat.say(`/policy gate ${REPO}#99`);
  await seat.whisper(`There is no pull request ${REPO}#99 that Countersign can read`).waitFor();
  await seat.say(`/policy gate ${story.demo.github.url}/${REPO}/pull/${number}`);
  await seat.whisper(`${REPO}#${number} is being judged`).waitFor();
  await story.recorded('gate.decided', 2);
  await story.check('customer-id', 'failure');
  await story.settled();
  expect(await seat.messages(number).count()).toBe(1);
  expect(await seat.buttons(seat.message(number))).toContain('Override…');
});

it('refuses what only people with a tier may see, on record', async () => {
  const seat = await story.sit('charlie');
  await seat.say('/policy status');
  await seat.whisper('/policy status shows what only people with a tier in a pack may see').waitFor();
  await seat.say('/policy ledger');
  await seat.whisper('/policy ledger shows what only people with a tier in a pack may see').waitFor();
  expect((await story.recorded('press.refused', 2)).map(({ payload }) => payload.attempted)).toEqual([
    '/policy status',
    '/policy ledger',
  ]);
  await seat.say('/policy help');
  await seat.whisper('Only you see the answers.').waitFor();
  await seat.say('/policy link github bob');
  await seat.whisper('The public e-mail address of @bob belongs to Bob Baker').waitFor();
  await seat.actAs('bob');
  expect(await seat.whisper(/policy/).count()).toBe(0);
});

it('validates a pack in a modal with the keyboard alone', async () => {
  const seat = await story.sit('bob');
  const { keyboard } = seat.page;
  const box = seat.page.getByTestId('composer').locator('textarea');
  await box.focus();
  await keyboard.type('/policy validate');
  await keyboard.press('Enter');
  await seat.modal.locator('textarea:focus').waitFor();
  await keyboard.type('id: x\nnmae: Wrong\n');
  await keyboard.press('Control+Enter');
  const error = seat.page.getByTestId('input-error');
  await error.getByText('name').first().waitFor();
  await seat.modal.locator('textarea:focus').waitFor();
  await keyboard.press('Control+A');
  await keyboard.insertText('id: x\nname: Right\nscope: { type: workspace }\n');
  await keyboard.press('Control+Enter');
  await seat.modal.getByText('The pack is valid.').waitFor();
  await seat.modal.getByText(/Right, version 1, hash [0-9a-f]{16}/).waitFor();
  await keyboard.press('Escape');
  await seat.modal.waitFor({ state: 'detached' });
  expect(await box.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
});

it('shows each person their own Home, and says so when there is nothing', async () => {
  const seat = await story.sit('dana');
  const empty = await seat.openHome();
  await empty.getByText('Nothing waits for you.').waitFor();
  await empty.getByText('No pull request was judged in the last seven days.').waitFor();
  await empty.getByText('/policy link github LOGIN').waitFor();

  const number = await openBreakingPullRequest(story.demo.github);
  await story.check('customer-id', 'failure');
  await story.settled();
  const waits = `${REPO} #${number}`;
  for (const [person, may] of [
    ['bob', 'you may approve, override, break the glass'],
    ['dana', 'you may approve, override, break the glass'],
  ] as const) {
    await seat.actAs(person);
    const home = await seat.openHome();
    await seat.press(home, 'Refresh');
    await home.getByText(may).waitFor();
    await home.getByText(waits).first().waitFor();
  }
  for (const person of ['alice', 'charlie'] as const) {
    await seat.actAs(person);
    const home = await seat.openHome();
    await home.getByText('Nothing waits for you.').waitFor();
    await home.getByText('1 pull request waits for somebody else.').waitFor();
  }
});
