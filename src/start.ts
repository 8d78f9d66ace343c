import { readFileSync } from 'node:fs';
import { createLog } from './adapters/system/log.ts';
import { startApp } from './app.ts';
import { readConfig } from './config/read-config.ts';
import { REDACTED_PATHS, scrubber, secretsOf } from './config/redact.ts';

/** `countersign start`: runs until it is told to stop, then finishes what is in hand. */
export async function startCommand(stopped: Promise<void>): Promise<number> {
  const read = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) {
    process.stderr.write(`${read.error.map((problem) => problem.message).join('\n')}\n`);
    return 2;
  }
  const config = read.value;
  const log = createLog({ level: config.logLevel, redactedPaths: REDACTED_PATHS, scrub: scrubber(secretsOf(config)) });
  const app = await startApp({ config, log });
  log.info({ url: app.url, verifierKey: app.verifierKey }, 'Countersign is up');
  await stopped;
  log.info({}, 'stopping: finishing what is in hand');
  await app.stop();
  return 0;
}
