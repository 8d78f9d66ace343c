import type { Change } from '@graphql-inspector/core';
import type { ChangeLevel, Risk } from '../change.ts';

export type Judgement = { level: ChangeLevel; risk: Risk; rationale: string; confidence: number };

/** What a change means for clients; null for what they cannot see because it is said by another change already. */
export function judge(
  change: Change,
  settings: { executable: ReadonlySet<string>; deprecatedMayGo: boolean },
): Judgement {
  if (isWords(change)) return { level: 'info', risk: 'cosmetic', rationale: 'Only words differ.', confidence: 0.95 };
  if (isServersOwn(change, settings.executable)) {
    const rationale = 'The directive stands in the schema only: no client writes it.';
    return { level: 'info', risk: 'behavioral', rationale, confidence: 0.8 };
  }
  if (settings.deprecatedMayGo && wasDeprecated(change)) {
    const rationale = 'It was deprecated, and the pack lets what is deprecated go.';
    return { level: 'info', risk: 'behavioral', rationale, confidence: 0.7 };
  }
  const reason = change.criticality.reason ?? '';
  const level = change.criticality.level as string;
  if (level === 'BREAKING') {
    const deprecated = wasDeprecated(change) ? ' It was deprecated: clients were told.' : '';
    const rationale = `${reason === '' ? 'Operations that are valid today are refused.' : reason}${deprecated}`;
    return { level: 'error', risk: 'breaking', rationale, confidence: deprecated === '' ? 0.95 : 0.8 };
  }
  if (level === 'DANGEROUS') {
    const rationale =
      reason === '' ? 'No operation is refused, but clients may get what they are not made for.' : reason;
    return { level: 'warn', risk: 'behavioral', rationale, confidence: 0.7 };
  }
  return { level: 'info', risk: 'behavioral', rationale: 'What works today keeps working.', confidence: 0.9 };
}

function isWords({ type }: Change): boolean {
  return /_DESCRIPTION_(ADDED|REMOVED|CHANGED)$|_DEPRECATION_REASON_CHANGED$/.test(String(type));
}

function isServersOwn(change: Change, executable: ReadonlySet<string>): boolean {
  const type = String(change.type);
  if (type.startsWith('DIRECTIVE_USAGE')) return true;
  if (!type.startsWith('DIRECTIVE_')) return false;
  if (type === 'DIRECTIVE_LOCATION_REMOVED' || type === 'DIRECTIVE_LOCATION_ADDED') {
    return !EXECUTABLE.has(textIn(change.meta, 'removedDirectiveLocation', 'addedDirectiveLocation'));
  }
  return !executable.has((change.path ?? '').replace(/^@/, '').split('.')[0] ?? '');
}

/** The places a client can write a directive at. */
export const EXECUTABLE: ReadonlySet<string> = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

function wasDeprecated({ meta }: Change): boolean {
  return Object.entries(meta as Record<string, unknown>).some(
    ([key, value]) => /^is.*Deprecated$/.test(key) && value === true,
  );
}

function textIn(meta: unknown, ...keys: string[]): string {
  const values = meta as Record<string, unknown>;
  const found = keys.map((key) => values[key]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : '';
}
