import { coerce, compare, diff, parse } from 'semver';
import type { SemanticChange } from '../change.ts';
import type { Detected } from './detect/detected.ts';
import { isObject, type JsonObject, listOf, objectOf, own, textOf } from './read/json.ts';
import { ROOT, under } from './read/place.ts';

export const VERSION_POINTER = '/info/version';
export const BUMPS = ['none', 'patch', 'minor', 'major'] as const;
export type BumpSize = (typeof BUMPS)[number];
export const SCHEMES = ['semver', 'calendar', 'path', 'other', 'missing'] as const;
export type VersionScheme = (typeof SCHEMES)[number];

/**
 * The bump the changes deserve against the one that was made. `decreased` when the version went back. `enough` says
 * whether the bump made carries the changes under the rules of its scheme.
 */
export type Bump = {
  deserved: BumpSize;
  made: BumpSize | 'decreased';
  scheme: VersionScheme;
  enough: boolean;
};

type Versions = { base: string; head: string };
type PathMajors = { base: number | null; head: number | null };

/** `info.version` as text; empty when there is none. */
export function versionOf(root: JsonObject): string {
  const info = own(root, 'info');
  const version = isObject(info) ? own(info, 'version') : undefined;
  return version === undefined || version === null ? '' : String(version).trim();
}

/** Breaking changes deserve a major bump, anything a caller can notice a minor one, words a patch. */
export function deservedBump(changes: readonly Pick<SemanticChange, 'risk' | 'code'>[]): BumpSize {
  const counted = changes.filter(({ code }) => !VERSION_CODES.has(code));
  if (counted.some(({ risk }) => risk === 'breaking')) return 'major';
  if (counted.some(({ risk }) => risk === 'behavioral')) return 'minor';
  return counted.length > 0 ? 'patch' : 'none';
}

export function bumpOf(versions: Versions, changes: readonly SemanticChange[], paths: PathMajors): Bump {
  const deserved = deservedBump(changes);
  const scheme = schemeOf(versions, paths);
  const made = madeBump(versions, scheme, paths);
  return { deserved, made, scheme, enough: isEnough(versions, scheme, deserved, made) };
}

/** Calendar versions start with a year; a version that is no version at all leaves the number in the paths. */
function schemeOf({ base, head }: Versions, paths: PathMajors): VersionScheme {
  const versions = [base, head];
  if (versions.every((version) => CALENDAR.test(version))) return 'calendar';
  if (versions.every((version) => SEMVER.test(version))) return 'semver';
  if (paths.base !== null && paths.head !== null) return 'path';
  return head === '' ? 'missing' : 'other';
}

const CALENDAR = /^v?(19|20)\d{2}([-._]?\d{1,2}){0,2}([-.].*)?$/i;
const SEMVER = /^v?\d+(\.\d+){0,2}([-+][0-9A-Za-z.+-]+)?$/i;

function madeBump(versions: Versions, scheme: VersionScheme, paths: PathMajors): Bump['made'] {
  if (scheme === 'path') return madePathBump(paths);
  if (versions.base === versions.head || versions.head === '') return 'none';
  // A later date says only that something is new; an unknown scheme that it is another version.
  if (scheme === 'calendar') return dateKey(versions.head) < dateKey(versions.base) ? 'decreased' : 'major';
  if (scheme !== 'semver') return 'major';
  const [from, to] = [semverOf(versions.base), semverOf(versions.head)];
  if (from === null || to === null) return 'major';
  if (compare(to, from) < 0) return 'decreased';
  const size = diff(from, to);
  if (size === null) return 'none';
  if (size.endsWith('major')) return 'major';
  return size.endsWith('minor') ? 'minor' : 'patch';
}

function madePathBump({ base, head }: PathMajors): Bump['made'] {
  if (base === null || head === null || base === head) return 'none';
  return head > base ? 'major' : 'decreased';
}

function isEnough(versions: Versions, scheme: VersionScheme, deserved: BumpSize, made: Bump['made']): boolean {
  if (made === 'decreased') return false;
  if (deserved === 'none') return true;
  if (scheme === 'missing') return false;
  // Where only the path carries a number there is nothing smaller than a major bump to make.
  if (scheme === 'path') return deserved !== 'major' || made === 'major';
  const size = BUMPS.indexOf(made);
  if (scheme === 'semver' && isUnstable(versions)) return size >= BUMPS.indexOf(deserved) - 1 && made !== 'none';
  return size >= BUMPS.indexOf(deserved);
}

/** Below 1.0.0 the minor number carries what breaks, and a pre-release promises nothing yet. */
function isUnstable({ base, head }: Versions): boolean {
  const [from, to] = [semverOf(base), semverOf(head)];
  if (from === null || to === null) return false;
  return (from.major === 0 && to.major === 0) || (from.prerelease.length > 0 && to.prerelease.length > 0);
}

function semverOf(version: string) {
  return parse(version) ?? coerce(version, { includePrerelease: true });
}

function dateKey(version: string): string {
  const [year = '', month = '', day = ''] = version.match(/\d+/g) ?? [];
  return `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
}

/** The `v2` of the servers, of the base path, or of every path; null when there is none, or more than one. */
export function pathMajorOf(root: JsonObject): number | null {
  const servers = listOf(own(root, 'servers')).map((server) => textOf(objectOf(server)?.url) ?? '');
  const basePath = textOf(own(root, 'basePath'));
  const places = basePath === null ? servers : [...servers, basePath];
  const majors = new Set(places.map(majorIn).filter((major) => major !== null));
  const [major] = majors;
  if (majors.size === 1 && major !== undefined) return major;
  if (majors.size > 1) return null;
  const inPaths = Object.keys(objectOf(own(root, 'paths')) ?? {}).map(majorIn);
  const [first] = inPaths;
  return first !== undefined && inPaths.every((one) => one === first) ? first : null;
}

function majorIn(text: string): number | null {
  const match = /\/v(\d{1,4})(?=\/|$)/i.exec(text);
  return match?.[1] === undefined ? null : Number(match[1]);
}

const VERSION_CODES = new Set(['api-version-not-bumped', 'api-version-decreased', 'api-major-version-not-bumped']);

/** What the vocabulary says of a breaking change under a semver version that does not carry it; null when it does. */
export function versionViolation(versions: Versions, breaks: boolean): Detected | null {
  if (!breaks || ![versions.base, versions.head].every((version) => SEMVER.test(version) && !CALENDAR.test(version))) {
    return null;
  }
  const { base, head } = versions;
  const bump = madeBump(versions, 'semver', { base: null, head: null });
  const say = (code: string, message: string): Detected => {
    const at = under(ROOT, 'info', 'version');
    return { code, direction: 'none', effect: 'neutral', operation: null, path: 'info', message, base: at, head: at };
  };
  if (bump === 'none') return say('api-version-not-bumped', `a breaking change, and the version is still ${head}`);
  if (bump === 'decreased')
    return say('api-version-decreased', `a breaking change, and the version fell from ${base} to ${head}`);
  if (isEnough(versions, 'semver', 'major', bump)) return null;
  return say(
    'api-major-version-not-bumped',
    `a breaking change, and the major version did not rise (${base} to ${head})`,
  );
}
