import { closest } from '../shared/text.ts';
import type { ConfigOrigin, ConfigProblem } from './config.ts';
import { KNOWN_NAMES, VARIABLES, type Variable, type VariableName } from './variables.ts';

export type Env = Record<string, string | undefined>;
/** Text of a file; throws when it cannot be read. */
export type ReadFile = (path: string) => string;

const LARGEST_SECRET = 64 * 1024;
const OURS = 'COUNTERSIGN_';

/** Values by name with where they came from, before anybody looks at what they mean. The file wins over the variable. */
export function readValues(env: Env, readFile: ReadFile, problems: ConfigProblem[]): Map<VariableName, ConfigOrigin> {
  for (const name of Object.keys(env)) problems.push(...misspelt(name));
  return new Map(VARIABLES.map((variable) => [variable.name, originOf(variable, env, readFile, problems)]));
}

function originOf(variable: Variable, env: Env, readFile: ReadFile, problems: ConfigProblem[]): ConfigOrigin {
  const { name, group, secret, fallback } = variable;
  const file = secret ? env[`${name}_FILE`] : undefined;
  if (file !== undefined) {
    const value = readSecret(`${name}_FILE`, file, readFile, problems);
    return { name, group, secret, from: 'file', path: file, value };
  }
  const value = env[name]?.trim();
  if (value !== undefined && value !== '') return { name, group, secret, from: 'env', path: null, value };
  return { name, group, secret, from: fallback === null ? 'unset' : 'default', path: null, value: fallback };
}

function readSecret(name: string, path: string, readFile: ReadFile, problems: ConfigProblem[]): string | null {
  const refuse = (message: string) => {
    problems.push({ name, message });
    return null;
  };
  if (path.trim() === '') return refuse(`${name} is set but names no file: give it a path or remove it.`);
  const text = readOr(path, readFile);
  if (text.code !== null)
    return refuse(`${name} names ${path}, which cannot be read (${text.code}): create it or let this account read it.`);
  if (text.text.length > LARGEST_SECRET)
    return refuse(`${name} names ${path}, which is too large for a secret: name the right file.`);
  const value = text.text.trim();
  if (value === '') return refuse(`${name} names ${path}, which is empty: put the secret into it.`);
  return value;
}

/** The text of a file, or the system's code for why not (`ENOENT`, `EACCES`); never its content in an error. */
export function readOr(path: string, readFile: ReadFile): { text: string; code: null } | { text: null; code: string } {
  try {
    return { text: readFile(path), code: null };
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    return { text: null, code };
  }
}

/** A switch that is spelt wrong would silently keep its default, so what is nearly ours is refused. */
function misspelt(name: string): ConfigProblem[] {
  if (!name.startsWith(OURS) || KNOWN_NAMES.includes(name)) return [];
  const meant = closest(
    name.slice(OURS.length),
    KNOWN_NAMES.filter((known) => known.startsWith(OURS)).map((known) => known.slice(OURS.length)),
  );
  return meant === null ? [] : [{ name, message: `There is no variable ${name}: did you mean ${OURS}${meant}?` }];
}
