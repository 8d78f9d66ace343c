import { pino } from 'pino';
import type { Log } from '../../ports/log.ts';

/**
 * Structured lines on standard error. `redactedPaths` are masked by pino; `scrub` goes over every finished line,
 * because a secret may also stand in the middle of somebody else's error message.
 */
export function createLog(options: {
  level: string;
  redactedPaths: readonly string[];
  scrub: (text: string) => string;
}): Log {
  const destination = { write: (line: string) => void process.stderr.write(options.scrub(line)) };
  const logger = pino(
    {
      level: options.level,
      base: null,
      redact: { paths: [...options.redactedPaths], censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
