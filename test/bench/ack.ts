import { startDemo } from '../../src/demo/run.ts';
import { openBreakingPullRequest, REPO } from '../../src/demo/story.ts';
import type { Figure } from './figure.ts';

const PER_SECOND = 50;
const SECONDS = 6;
const SPEC_BYTES = 13_000_000;

/**
 * How long a press waits for its acknowledgement at 50 a second, first with nothing else to do, then while pull
 * requests with 13 MB specs are judged. Slack allows 3,000 ms.
 */
export async function benchAck(): Promise<Figure[]> {
  const demo = await startDemo({ dir: null, seed: false, timetable: false, logLevel: 'silent' });
  try {
    await openBreakingPullRequest(demo.github);
    const message = await firstMessage(demo);
    const idle = await press(demo, message);
    const stop = keepJudging(demo);
    const loaded = await press(demo, message);
    const judged = await stop();
    return [
      { name: 'ack p50, idle', value: percentile(idle, 50), unit: 'ms', aim: '-' },
      { name: 'ack p99, idle', value: percentile(idle, 99), unit: 'ms', aim: 'under 100' },
      {
        name: `ack p50, while ${judged} pull requests with 13 MB specs are judged`,
        value: percentile(loaded, 50),
        unit: 'ms',
        aim: '-',
      },
      { name: 'ack p99, the same', value: percentile(loaded, 99), unit: 'ms', aim: 'under 100' },
    ];
  } finally {
    await demo.stop();
  }
}

type Demo = Awaited<ReturnType<typeof startDemo>>;
type Target = { ts: string; blockId: string; actionId: string };

async function firstMessage(demo: Demo): Promise<Target> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [message] = demo.workspace.messages('C0PAYMENTS');
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
async function press(demo: Demo, target: Target): Promise<number[]> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    const due = startedAt + (index * 1_000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(one());
  }
  await Promise.all(running);
  return times;

  async function one(): Promise<void> {
    const sentAt = performance.now();
    await demo.workspace.act({
      act: 'block-action',
      as: 'U0CHARLIE',
      source: { type: 'message', channel: 'C0PAYMENTS', ts: target.ts },
      blockId: target.blockId,
      actionId: target.actionId,
      input: {},
      values: {},
    });
    times.push(performance.now() - sentAt);
  }
}

/** Pushes one pull request with a huge spec after the other until told to stop; answers how many were judged. */
function keepJudging(demo: Demo): () => Promise<number> {
  let stopped = false;
  let pushed = 0;
  const done = (async () => {
    const alice = demo.github.as('alice');
    await alice.commit(REPO, 'main', 'A huge description', { 'openapi.yaml': hugeSpec(0) });
    while (!stopped && pushed < 6) {
      const branch = `huge-${pushed}`;
      await alice.branch(REPO, branch);
      await alice.commit(REPO, branch, 'Change it', { 'openapi.yaml': hugeSpec(pushed + 1) });
      await alice.openPullRequest(REPO, { head: branch, title: `Huge ${pushed}` });
      pushed += 1;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return async () => {
    stopped = true;
    await done;
    return pushed;
  };
}

/** A valid OpenAPI description in JSON (which is YAML too) of about 13 MB; `edition` changes a few types. */
function hugeSpec(edition: number): string {
  const paths: Record<string, unknown> = {};
  let size = 0;
  for (let index = 0; size < SPEC_BYTES; index += 1) {
    const properties = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `field_${at}`,
        {
          type: (index + at) % 997 === edition ? 'integer' : 'string',
          description: `Field ${at} of resource ${index}, kept for callers.`,
        },
      ]),
    );
    const path = {
      get: {
        operationId: `read${index}`,
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema: { type: 'object', properties } } } },
        },
      },
    };
    paths[`/resources/${index}`] = path;
    size += JSON.stringify(path).length + 20;
  }
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Huge', version: `1.${edition}.0` }, paths });
}

function percentile(times: readonly number[], at: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * at) / 100))] ?? Number.NaN;
}
