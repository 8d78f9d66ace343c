import type { Site } from '../../change/code-change.ts';
import type { Asking, Confirmed, Edit, Remaining, Suspicion } from '../../detector.ts';
import { mentionsOf } from '../../page/mentions.ts';
import type { ParsedPage } from '../../page/parse-page.ts';
import { evidenceOf } from '../../renames.ts';
import type { Options } from './options.ts';

const SCRIPT_FILES = /(^|\/)(package\.json|composer\.json|makefile|gnumakefile|justfile|taskfile\.ya?ml|[\w.-]+\.mk)$/i;
const CLEAR = 0.95;

/** A script or target of a build file whose name changed while the rest of its line stayed. */
export function suspect({ change }: Asking): Suspicion[] {
  const suspicions: Suspicion[] = [];
  for (const { old, fresh, wide, sites } of change.pairings) {
    const site = sites.find((one) => SCRIPT_FILES.test(one.file) && isDefinition(one, old, fresh));
    if (site === undefined || !wide) continue;
    if (change.added.some(({ file, text }) => file === site.file && nameOf(text) === old)) continue;
    suspicions.push({
      kind: 'command',
      driftType: 'process',
      oldToken: old,
      newToken: fresh,
      spellings: [{ old, fresh }],
      goneWords: [],
      anchor: [],
      strength: CLEAR,
      evidence: evidenceOf([site]),
      why: `${old} is now called ${fresh} in ${site.file}.`,
    });
  }
  return suspicions;
}

function isDefinition({ oldText, newText }: Site, old: string, fresh: string): boolean {
  return nameOf(oldText) === old && nameOf(newText) === fresh;
}

/** The name a line of a build file defines: `"name": "..."` or `name: ...`, not an assignment. */
function nameOf(line: string): string | null {
  return /^\s{2,}"([\w:.-]+)":\s*"/.exec(line)?.[1] ?? /^(?: {2})?([\w.:-]+?):(?![=/])/.exec(line)?.[1] ?? null;
}

/** `text` ends in the runner and one space, and nothing that could be part of a longer word stands before it. */
function endsWithWord(text: string, runner: string): boolean {
  return text.endsWith(`${runner} `) && !/[\w-]$/.test(text.slice(0, -runner.length - 1));
}

export function confirm(suspicion: Suspicion, page: ParsedPage, _: Remaining, { runners }: Options): Confirmed | null {
  const edits: Edit[] = [];
  for (const { line, start, end, place } of mentionsOf(page, suspicion.oldToken)) {
    const before = line.text.slice(0, start);
    const isRun = runners.some((runner) => endsWithWord(before, runner));
    if (isRun && place !== 'text' && place !== 'link') edits.push({ line, start, end, fresh: suspicion.newToken });
  }
  return edits.length === 0 ? null : { suspicion, edits, confidence: CLEAR };
}
