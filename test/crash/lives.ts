import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromChild, ToChild } from './child.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Longer than a lease, so that what the last life had in hand is free for the next. */
const DOWN_MS = 5 * 60_000;

export type Lives = {
  readonly kills: number;
  start(): Promise<string>;
  kill(): Promise<void>;
  settle(): Promise<void>;
  stop(): Promise<void>;
  /** What the processes complained about, newest last. */
  complaints(): string[];
};

/** The app in a process of its own, once after the other. */
export function livesOf(env: Record<string, string>): Lives {
  let child: ChildProcess | null = null;
  let kills = 0;
  let aheadMs = 0;
  const complaints: string[] = [];

  async function hear<T extends FromChild['said']>(said: T): Promise<Extract<FromChild, { said: T }>> {
    const living = alive();
    for (;;) {
      const message = await Promise.race([
        once(living, 'message').then(([heard]) => heard as FromChild),
        once(living, 'exit').then(([code, signal]) => {
          throw new Error(`The app ended by itself (${code ?? signal}):\n${complaints.slice(-10).join('')}`);
        }),
      ]);
      if (message.said === said) return message as Extract<FromChild, { said: T }>;
    }
  }
  function alive(): ChildProcess {
    if (child === null) throw new Error('The app is not running.');
    return child;
  }
  function say(message: ToChild): void {
    alive().send(message);
  }

  return {
    get kills() {
      return kills;
    },
    async start() {
      aheadMs += DOWN_MS;
      child = fork(CHILD, {
        env: { ...process.env, ...env, CRASH_AHEAD_MS: String(aheadMs) },
        execArgv: [],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
      return (await hear('up')).url;
    },
    async kill() {
      const living = alive();
      const ended = once(living, 'exit');
      living.kill('SIGKILL');
      await ended;
      child = null;
      kills += 1;
    },
    async settle() {
      say({ say: 'settle' });
      ({ aheadMs } = await hear('settled'));
    },
    async stop() {
      if (child === null) return;
      const ended = once(child, 'exit');
      say({ say: 'stop' });
      await ended;
      child = null;
    },
    complaints: () => complaints,
  };
}
