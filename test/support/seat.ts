import type { Locator, Page } from 'playwright-core';
import { CAST, CHANNEL } from '../../src/demo/cast.ts';
import { REPO } from '../../src/demo/story.ts';

export type PersonName = keyof typeof CAST;

/** A person before the page: finds, presses, types and reads as they would. Every wait is for something to appear. */
export type Seat = {
  page: Page;
  /** Becomes another person through the switch at the top. */
  actAs(person: PersonName): Promise<void>;
  /** The living messages of a pull request in the channel; a story expects one. */
  messages(number: number): Locator;
  message(number: number): Locator;
  press(within: Locator, label: string): Promise<void>;
  buttons(within: Locator): Promise<string[]>;
  modal: Locator;
  fill(label: string, text: string): Promise<void>;
  submit(): Promise<void>;
  /** A line that only this person sees, said by the app. */
  whisper(words: string | RegExp): Locator;
  openThread(message: Locator): Promise<Locator>;
  openChannel(): Promise<void>;
  openHome(): Promise<Locator>;
  /** Types into the composer and sends it. */
  say(text: string): Promise<void>;
};

export function seatAt(page: Page): Seat {
  const list = page.getByTestId('message-list');
  const modal = page.getByTestId('modal');

  function messages(number: number): Locator {
    return list.getByTestId('message').filter({
      has: page.locator('[role=heading]', { hasText: new RegExp(`${REPO} #${number}$`) }),
    });
  }
  const button = (within: Locator, label: string) =>
    within.getByTestId('element').locator('button', { hasText: label });

  return {
    page,
    modal,
    messages,
    message: (number) => messages(number).last(),
    async actAs(person) {
      await page.getByTestId('act-as').click();
      await page.locator(`[data-testid=act-as-option][data-user-id=${CAST[person].slackId}]`).click();
      await page.getByTestId('act-as').getByText(CAST[person].name).waitFor();
    },
    async press(within, label) {
      await button(within, label).click();
    },
    async buttons(within) {
      return within.getByTestId('element').locator('button').allInnerTexts();
    },
    async fill(label, text) {
      await modal.getByLabel(label).fill(text);
    },
    async submit() {
      await page.getByTestId('modal-submit').click();
    },
    whisper: (words) => page.locator('[data-testid=message][data-ephemeral]').filter({ hasText: words }),
    async openThread(message) {
      await message.getByTestId('thread-link').click();
      const panel = page.getByTestId('thread-panel');
      await panel.waitFor();
      return panel;
    },
    async openChannel() {
      await page.locator(`[data-testid=sidebar-channel][data-channel-id=${CHANNEL.id}]`).click();
      await page.locator(`[data-testid=channel][data-channel-id=${CHANNEL.id}]`).waitFor();
    },
    async openHome() {
      await page.getByTestId('sidebar-app').click();
      await page.getByTestId('tab-home').click();
      const home = page.getByTestId('home');
      await home.waitFor();
      return home;
    },
    async say(text) {
      const box = page.getByTestId('composer').first().locator('textarea');
      await box.fill(text);
      await box.press('Enter');
    },
  };
}
