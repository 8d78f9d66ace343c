import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { Log } from '../../src/ports/log.ts';

/** The app as one process that may be killed at any moment. It speaks with its parent over the channel of `fork`. */
export type ToChild = { say: 'settle' } | { say: 'stop' };
export type FromChild = { said: 'up'; url: string } | { said: 'settled'; aheadMs: number } | { said: 'stopped' };

const config = readConfig(process.env, () => {
  throw new Error('No secret is given as a file here.');
});
if (!config.ok) throw new Error(config.error.map(({ message }) => message).join('\n'));

// A process that was down for a while: leases of the one before have run out, and waits are over.
let aheadMs = Number(process.env.CRASH_AHEAD_MS ?? '0');
const write = (level: string) => (fields: Record<string, unknown>, message: string) =>
  void process.stderr.write(`${level} ${message} ${JSON.stringify(fields)}\n`);
const log: Log = { info: () => undefined, warn: write('warn'), error: write('error') };
const tell = (message: FromChild) => process.send?.(message);

const app = await startApp({
  config: config.value,
  log,
  now: () => Date.now() + aheadMs,
  pollMs: 25,
  timetable: false,
});

process.on('message', async (message: ToChild) => {
  if (message.say === 'settle') {
    const impatient = setInterval(() => {
      aheadMs += 5 * 60_000;
    }, 300);
    await app.workers.idle();
    clearInterval(impatient);
    tell({ said: 'settled', aheadMs });
    return;
  }
  await app.stop();
  tell({ said: 'stopped' });
  process.disconnect();
});
process.once('disconnect', () => process.exit(0));
tell({ said: 'up', url: app.url });
