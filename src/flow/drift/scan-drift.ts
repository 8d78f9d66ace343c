import type { Drift, DriftType } from '../../model/drift.ts';
import type { Pack } from '../../model/pack.ts';
import type { Clock } from '../../ports/clock.ts';
import { codeChangeOf } from '../../rules/drift/change/code-change.ts';
import { driftsOn, type PageDrifts, type Suspect, suspectsOf } from '../../rules/drift/find-drifts.ts';
import { type ChangeMeta, silencedBy } from '../../rules/drift/noise.ts';
import { parsePage } from '../../rules/drift/page/parse-page.ts';
import { globMatcher } from '../../rules/packs/globs.ts';
import { countOf } from '../../shared/text.ts';
import { changedCode } from './changed-code.ts';
import { DEFAULT_SCAN_LIMITS, type DriftSources, HOST_SCAN_LIMITS, type ScanLimits } from './drift-sources.ts';
import { readPages } from './read-pages.ts';
import { searchHead } from './search-head.ts';

export type ScanSettings = Pick<Pack['trackB'], 'docGlobs' | 'driftTypes' | 'materiality' | 'noiseControls'> & {
  docTargeting: Pick<Pack['trackB']['docTargeting'], 'strategy' | 'maxDocsPerDrift'>;
};

/** `skipped` says, in sentences, everything that was not looked at: an empty answer with skips is not "nothing wrong". */
export type DriftScan = { drifts: Drift[]; pages: PageDrifts[]; skipped: string[] };

/** The part of a pack that a scan goes by. */
export function scanSettingsOf(trackB: Pack['trackB']): ScanSettings {
  const { docGlobs, driftTypes, materiality, noiseControls, docTargeting } = trackB;
  return { docGlobs, driftTypes, materiality, noiseControls, docTargeting };
}

/**
 * Finds the statements of the documentation that a change made untrue.
 * The code is compared between base and head without its documentation; pages are read as they stand at `docs`.
 * Bounded in files, bytes and time; what was left out is named in `skipped`. Throws only what the sources throw.
 */
export async function scanDrift(
  sources: DriftSources,
  settings: ScanSettings,
  meta: ChangeMeta,
  clock: Clock,
  limits: ScanLimits = sources.lines === null ? HOST_SCAN_LIMITS : DEFAULT_SCAN_LIMITS,
): Promise<DriftScan> {
  const silence = silencedBy(meta, settings.noiseControls);
  if (silence !== null) return { drifts: [], pages: [], skipped: [silence] };
  const deadline = clock.now() + limits.maxMs;
  const isLate = () => clock.now() > deadline;
  const skipped: string[] = [];

  const code = await changedCode(sources, globMatcher(settings.noiseControls.ignorePaths), limits, isLate, skipped);
  const asking = { change: codeChangeOf(code.files, code.lines) };
  const suspects = suspectsOf(asking, enabledTypes(settings));
  if (suspects.length === 0) return { drifts: [], pages: [], skipped };

  const words = wordsToFind(suspects, limits.maxWords, skipped);
  const read = await readPages(sources, globMatcher(settings.docGlobs), words, limits, isLate, skipped);
  if (read.length === 0) return { drifts: [], pages: [], skipped };
  const parsed = read.map(({ path, text, blobSha }) => parsePage(path, blobSha, text));
  const mentioned = mentionedWords(
    suspects,
    parsed.map(({ text }) => text),
  );
  const remaining = await searchHead(sources, mentioned, code, limits, isLate, skipped);

  const pages = parsed
    .map((page) => driftsOn(page, suspects, remaining, settings.materiality))
    .filter((page) => page !== null);
  return { ...keepTargets(pages, settings.docTargeting, skipped), skipped };
}

function enabledTypes({ driftTypes }: ScanSettings): ReadonlySet<DriftType> {
  return new Set(driftTypes.filter(({ enabled }) => enabled).map(({ type }) => type));
}

function wordsToFind(suspects: readonly Suspect[], limit: number, skipped: string[]): string[] {
  const words = new Set<string>();
  for (const { suspicion } of suspects) {
    const sought = suspicion.anchor.length > 0 && suspicion.kind === 'value' ? suspicion.anchor : [];
    for (const word of sought.length > 0 ? sought : suspicion.spellings.map(({ old }) => old)) words.add(word);
  }
  if (words.size > limit) {
    skipped.push(`The change touches ${countOf(words.size, 'name')}; only the first ${limit} were looked for.`);
  }
  return [...words].slice(0, limit);
}

/** Words whose absence from the code has to be proved, because some page uses them. */
function mentionedWords(suspects: readonly Suspect[], texts: readonly string[]): string[] {
  const words = new Set(
    suspects
      .flatMap(({ suspicion }) => (suspicion.goneWords.length > 0 ? [suspicion] : []))
      .flatMap(({ goneWords, oldToken, spellings }) =>
        spellings.some(({ old }) => texts.some((text) => text.includes(old))) ? [oldToken, ...goneWords] : [],
      ),
  );
  return [...words];
}

/**
 * The same token wrong on many pages is one rename to check, not as many proposals: the surest pages are kept, and with
 * `primary_first` only the surest that can be patched. What was left out is named in `skipped`.
 */
function keepTargets(
  pages: readonly PageDrifts[],
  { strategy, maxDocsPerDrift }: ScanSettings['docTargeting'],
  skipped: string[],
): Pick<DriftScan, 'drifts' | 'pages'> {
  const onlyPrimary = strategy === 'primary_first';
  const limit = onlyPrimary ? 1 : maxDocsPerDrift;
  const unpatched = (page: PageDrifts) => Number(onlyPrimary && page.newText === null);
  const sorted = [...pages].sort(
    (left, right) =>
      unpatched(left) - unpatched(right) || score(right) - score(left) || (left.page.path < right.page.path ? -1 : 1),
  );
  const perToken = new Map<string, number>();
  const leftOut = new Map<string, number>();
  const chosen = sorted.filter(({ drifts }) => {
    const [surest] = [...drifts].sort((left, right) => right.materiality.score - left.materiality.score);
    const token = surest?.oldToken ?? '';
    const count = (perToken.get(token) ?? 0) + 1;
    perToken.set(token, count);
    if (count > limit) leftOut.set(token, count - limit);
    return count <= limit;
  });
  for (const [token, count] of leftOut)
    skipped.push(`${countOf(count, 'page')} more with ${token} left out: the pack asks for ${limit} per drift.`);
  return { pages: chosen, drifts: chosen.flatMap(({ drifts }) => drifts) };
}

function score({ drifts }: PageDrifts): number {
  return Math.max(...drifts.map(({ materiality }) => materiality.score));
}
