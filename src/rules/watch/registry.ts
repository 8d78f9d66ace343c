import { z } from 'zod';
import type { DocumentProblem } from '../../model/document-problem.ts';
import type { Watcher } from '../../model/watch.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { readShaped } from '../packs/check-shape.ts';
import { problemAt } from '../packs/read-document.ts';

const UNITS: Record<string, number> = { s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const LONGEST_MS = 366 * DAY_MS;

/** `45 s`, `10 min`, `2 h`, `1 d`, as milliseconds. */
const Length = z
  .string()
  .regex(/^\d{1,6} ?(s|min|h|d)$/, 'write a length such as 45 s, 10 min, 2 h or 1 d')
  .transform((text) => Number.parseInt(text, 10) * (UNITS[text.replace(/[\d ]/g, '')] ?? 0))
  .refine((ms) => ms <= LONGEST_MS, 'use at most 366 d');

const WatcherFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'use lower-case letters, digits, dots, dashes and underscores'),
  name: z.string().min(1).max(80),
  /** What its silence means for the people who read it. */
  what: z.string().min(1).max(300),
  source: z.enum(['github', 'slack', 'outbox', 'cron', 'monitor', 'outside-job']),
  period: Length.refine((ms) => ms >= SECOND_MS, 'use at least 1 s'),
  grace: Length,
});

/** One watcher from YAML or JSON, or everything that is wrong with it. */
export function parseWatcher(text: string, fileName: string): Result<Watcher, DocumentProblem[]> {
  const shaped = readShaped(text, fileName, WatcherFile);
  if (!shaped.ok) return shaped;
  const { id, name, what, source, period, grace } = shaped.value.value;
  return ok({ id, name, what, source, periodMs: period, graceMs: grace });
}

/** All watchers in the order of their ids, or all problems of all files; two with one id are a problem too. */
export function readWatchers(files: readonly { name: string; text: string }[]): Result<Watcher[], DocumentProblem[]> {
  const problems: DocumentProblem[] = [];
  const watchers = new Map<string, { watcher: Watcher; file: string }>();
  for (const file of files) {
    const parsed = parseWatcher(file.text, file.name);
    if (!parsed.ok) {
      problems.push(...parsed.error);
      continue;
    }
    const { id } = parsed.value;
    const twin = watchers.get(id);
    if (twin !== undefined) {
      problems.push(
        problemAt(file.name, { line: 1, column: 1 }, `The watcher ${id} is already declared in ${twin.file}.`, 'id'),
      );
    }
    watchers.set(id, { watcher: parsed.value, file: file.name });
  }
  if (problems.length > 0) return err(problems);
  return ok([...watchers.values()].map(({ watcher }) => watcher).sort((a, b) => (a.id < b.id ? -1 : 1)));
}
