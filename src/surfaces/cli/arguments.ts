import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf } from '../../shared/errors.ts';
import { closest } from '../../shared/text.ts';

/** As `parseArgs` in strict mode; what is wrong is said in one sentence, for whoever typed it. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (thrown) {
    const [said = ''] = messageOf(thrown).split(/\n|\. /);
    throw new TypeError(`${said.replace(/\.$/, '')}.`);
  }
}

/** The value when it is one of the list; otherwise the refusal names what may stand there. */
export function oneOf<T extends string>(list: readonly T[], value: string, what: string): T {
  const found = list.find((one) => one === value);
  if (found !== undefined) return found;
  const near = closest(value, list);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw new TypeError(`${value} is not a ${what}; use ${list.join(', ')}.${hint}`);
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** Why a file could not be read, as a person would say it. */
export function whyUnread(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return WHY[code] ?? messageOf(thrown);
}
