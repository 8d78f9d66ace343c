import type { Figure } from './figure.ts';
import { type House, openHouse } from './house.ts';

const PER_SECOND = 50;
const SECONDS = 6;

/**
 * How long a press waits for its acknowledgement at 50 a second, first with nothing else to do, then while pull
 * requests with 13 MB specs are judged. Slack allows 3,000 ms.
 */
export async function benchAck(): Promise<Figure[]> {
  const house = await openHouse();
  try {
    await house.startApp();
    house.tell({ kind: 'open' });
    const target = await firstMessage(house);
    const idle = await press(house, target);
    house.tell({ kind: 'load' });
    await house.hear('loading');
    const loaded = await press(house, target);
    house.tell({ kind: 'rest' });
    const { pushed } = await house.hear('rested');
    return [
      { name: 'ack p50, idle', value: percentile(idle, 50), unit: 'ms', aim: '-' },
      { name: 'ack p99, idle', value: percentile(idle, 99), unit: 'ms', aim: 'under 100' },
      {
        name: `ack p50, while ${pushed} pull requests with 13 MB specs are judged`,
        value: percentile(loaded, 50),
        unit: 'ms',
        aim: '-',
      },
      { name: 'ack p99, the same', value: percentile(loaded, 99), unit: 'ms', aim: 'under 100' },
    ];
  } finally {
    await house.close();
  }
}

type Target = { ts: string; blockId: string; actionId: string };

async function firstMessage({ workspace }: House): Promise<Target> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [message] = workspace.messages('C0PAYMENTS');
    const block = message?.blocks.find((candidate) => candidate.type === 'actions') as
      | { block_id: string; elements: { action_id: string }[] }
      | undefined;
    const action = block?.elements.find((element) => element.action_id === 'decision:approve') ?? block?.elements[0];
    if (message !== undefined && block !== undefined && action !== undefined)
      return { ts: message.ts, blockId: block.block_id, actionId: action.action_id };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('No message with buttons came within 20 s.');
}

/** The outsider presses, so that every press is stored, worked on, refused, recorded and answered. */
async function press({ workspace }: House, target: Target): Promise<number[]> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    const wait = startedAt + (index * 1_000) / PER_SECOND - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(one());
  }
  await Promise.all(running);
  return times;

  async function one(): Promise<void> {
    const sentAt = performance.now();
    const answer = await workspace.act({
      act: 'block-action',
      as: 'U0CHARLIE',
      source: { type: 'message', channel: 'C0PAYMENTS', ts: target.ts },
      blockId: target.blockId,
      actionId: target.actionId,
      input: {},
      values: {},
    });
    if (!answer.ok) throw new Error(`A press was not acknowledged: ${answer.message}`);
    times.push(performance.now() - sentAt);
  }
}

function percentile(times: readonly number[], at: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * at) / 100))] ?? Number.NaN;
}
