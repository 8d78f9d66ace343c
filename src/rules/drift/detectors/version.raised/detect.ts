import type { Site } from '../../change/code-change.ts';
import { wordsOf } from '../../change/tokens.ts';
import type { Asking, Confirmed, Edit, Remaining, Suspicion } from '../../detector.ts';
import type { ParsedPage } from '../../page/parse-page.ts';
import { isQuietLine } from '../../page/quiet.ts';
import { evidenceOf } from '../../renames.ts';
import type { Options } from './options.ts';

const VERSION = /^v?\d+(\.\d+){0,2}\+?$/;
const KEY = /(?:^|[\s"',{[(-])([A-Za-z][\w.-]*)["']?\s*(?:[:=]|=>|\s)\s*["'\s]*(?:>=|~>|\^|~|==)?\s*["']?v?\d/;
const FLOOR_KEYS =
  /^(rust-version|rustc?|msrv|rust_version|requires-python|python_requires|python|node|php|java|ruby|go|engines|target-version|minimum.*|min_.*version)$/i;
const REQUIRES = /requir|minimum|at least|or (later|newer|higher|above)|needs?\b|supports?|>=|≥|\d\+|msrv|compatib/i;
const SURE = 0.85;

/** A floor such as `rust-version = "1.71"` that rose; a patch release asks nothing new of a reader. */
export function suspect({ change }: Asking, { runtimes }: Options): Suspicion[] {
  return change.pairings.flatMap(({ old, fresh, sites }) => {
    if (!VERSION.test(old) || !VERSION.test(fresh) || !isRise(old, fresh)) return [];
    return sites.flatMap((site) => {
      const runtime = runtimeOf(site, runtimes);
      if (runtime === null) return [];
      const spellings = versionSpellings(old, fresh);
      return [
        {
          kind: 'version' as const,
          driftType: 'environment_tooling' as const,
          oldToken: old,
          newToken: fresh,
          spellings,
          goneWords: [],
          anchor: [runtime],
          strength: SURE,
          evidence: evidenceOf([site]),
          why: `The lowest supported ${runtime} rose from ${old} to ${fresh}.`,
        },
      ];
    });
  });
}

function runtimeOf({ file, oldText }: Site, runtimes: readonly string[]): string | null {
  const key = KEY.exec(oldText)?.[1] ?? '';
  if (!FLOOR_KEYS.test(key)) return null;
  if (/^go$/i.test(key) && !/(^|\/)go\.mod$/.test(file)) return null;
  const words = /msrv|rustc/i.test(key) ? ['rust'] : wordsOf(key);
  return runtimes.find((runtime) => words.includes(runtime)) ?? null;
}

function isRise(old: string, fresh: string): boolean {
  const numbers = (text: string) =>
    text
      .replace(/^v|\+$/g, '')
      .split('.')
      .map(Number);
  const [left, right] = [numbers(old), numbers(fresh)];
  const differing = left.findIndex((number, index) => number !== (right[index] ?? 0));
  return (differing === 0 || differing === 1) && (right[differing] ?? 0) > (left[differing] ?? 0);
}

/** `1.71.0` is also written `1.71`, and the other way round. */
function versionSpellings(old: string, fresh: string): { old: string; fresh: string }[] {
  const short = (text: string) => text.replace(/^(v?\d+\.\d+)\.0$/, '$1');
  const long = (text: string) => (/^v?\d+\.\d+$/.test(text) ? `${text}.0` : text);
  const pairs = [
    { old, fresh },
    { old: short(old), fresh: short(fresh) },
    { old: long(old), fresh: long(fresh) },
  ];
  const seen = new Set<string>();
  return pairs.filter((pair) => !seen.has(pair.old) && seen.add(pair.old));
}

export function confirm(suspicion: Suspicion, page: ParsedPage, _: Remaining): Confirmed | null {
  const runtime = suspicion.anchor[0] ?? '';
  const named = new RegExp(`\\b${runtime.replace(/\W/g, '')}(js|\\.js|c)?\\b`, 'i');
  const edits: Edit[] = [];
  for (const line of page.lines) {
    if (line.kind === 'code' || isQuietLine(line) || !named.test(line.text) || !REQUIRES.test(line.text)) continue;
    for (const { old, fresh } of suspicion.spellings) {
      const pattern = new RegExp(`(?<![\\w.])${old.replaceAll('.', '\\.')}(?![\\w]|\\.\\d)`, 'g');
      const matches = Array.from(line.text.matchAll(pattern));
      const only = matches[0];
      if (matches.length !== 1 || only === undefined || fresh === null || line.text.includes(fresh)) continue;
      edits.push({ line, start: only.index, end: only.index + old.length, fresh });
      break;
    }
  }
  return edits.length === 0 || edits.length > 4 ? null : { suspicion, edits, confidence: SURE };
}
