import type { Pairing, Site } from '../../change/code-change.ts';
import { isTestCode } from '../../change/code-files.ts';
import { spellingsOf, tokensOf, wordsOf } from '../../change/tokens.ts';
import type { Asking, Confirmed, Remaining, Suspicion } from '../../detector.ts';
import { distinctiveness } from '../../distinctiveness.ts';
import type { ParsedPage } from '../../page/parse-page.ts';
import { evidenceOf } from '../../renames.ts';
import type { Options } from './options.ts';
import { statementsOf } from './statements.ts';

const VALUE =
  /^(true|false|-?\d+(\.\d+)?|\d+(ms|s|m|h|d|k|kb|mb|gb|kib|mib|gib|g)|[\w.-]*:\d{2,5}|\d{1,3}(\.\d{1,3}){3})$/i;
const NOT_OURS =
  /(^|\/)(\.github|\.circleci|\.gitlab|examples?|samples?|demo|docs?|_?data|locales?)\/|(^|\/)(package\.json|cargo\.toml|go\.mod|composer\.json|requirements[\w.-]*|setup\.py|pyproject\.toml|gemfile|dockerfile)$/i;
const MAX_ANCHORS = 6;
const PLAIN_NAME = 0.2;
/** A quoted word is a value only where the page calls it the default. */
const QUOTED_WORD = /^[A-Za-z][\w.-]{1,29}$/;

/** A literal that changed on a line which names, unchanged, the setting it belongs to. */
export function suspect({ change }: Asking): Suspicion[] {
  return change.pairings.flatMap(({ old, fresh, wide, sites }: Pairing) => {
    if (!wide) return [];
    const isLiteral = VALUE.test(old) && isSameKind(old, fresh);
    if (!isLiteral && !(QUOTED_WORD.test(old) && QUOTED_WORD.test(fresh))) return [];
    return sites
      .filter(({ use }) => isLiteral || use === 'quoted')
      .filter((site) => !isTestCode(site.file) && !NOT_OURS.test(site.file) && site.use !== 'comment')
      .flatMap((site) => suspicionAt(site, old, fresh));
  });
}

function suspicionAt(site: Site, old: string, fresh: string): Suspicion[] {
  const anchor = anchorsOf(site);
  if (anchor.length === 0) return [];
  return [
    {
      kind: 'value',
      driftType: 'environment_tooling',
      oldToken: old,
      newToken: fresh,
      spellings: [{ old, fresh }],
      goneWords: [],
      anchor: [...new Set(anchor.flatMap((name) => [...spellingsOf(name), ...withoutDefault(name)]))],
      strength: 0.8,
      evidence: evidenceOf([site]),
      why: `${anchor[0]} changed from ${old} to ${fresh}.`,
    },
  ];
}

function isSameKind(old: string, fresh: string): boolean {
  if (!VALUE.test(fresh)) return false;
  const isBoolean = (text: string) => /^(true|false)$/i.test(text);
  return isBoolean(old) === isBoolean(fresh) && old !== fresh;
}

/** A quoted name is the setting's own; others may be the function that declares it. */
function isQuoted(text: string, name: string): boolean {
  return [`'${name}'`, `"${name}"`, `\`${name}\``].some((quoted) => text.includes(quoted));
}

/** `DEFAULT_MAX_BODY` is the default of what a page calls `maxBody`. */
function withoutDefault(name: string): string[] {
  const words = wordsOf(name);
  const rest = words.filter((word) => word !== 'default');
  return rest.length === words.length || rest.length < 2 ? [] : spellingsOf(rest.join('_'));
}

/** Names that stand on both sides of the change and mean one setting only. */
function anchorsOf({ oldText, newText }: Site): string[] {
  const kept = new Set(tokensOf(newText).map(({ text }) => text));
  const names = tokensOf(oldText)
    .map(({ text }) => text)
    .filter((text) => kept.has(text))
    .flatMap((text) => [text.replace(/^[-.$@]+/, ''), text.split(/[.:/@]/).at(-1) ?? '']);
  return [...new Set(names)]
    .filter((name) => distinctiveness(name) >= PLAIN_NAME && !/[/:]/.test(name))
    .sort((left, right) => Number(isQuoted(oldText, right)) - Number(isQuoted(oldText, left)))
    .slice(0, MAX_ANCHORS);
}

export function confirm(suspicion: Suspicion, page: ParsedPage, _: Remaining, { maxLines }: Options): Confirmed | null {
  const { newToken } = suspicion;
  if (newToken === null) return null;
  const statements = statementsOf(page, suspicion.anchor, suspicion.oldToken, newToken, maxLines);
  if (statements.length === 0 || statements.length > 3) return null;
  const confidence = Math.min(...statements.map(({ sureness }) => sureness));
  return {
    suspicion,
    confidence,
    edits: statements.map(({ line, start, end }) => ({ line, start, end, fresh: newToken })),
  };
}
