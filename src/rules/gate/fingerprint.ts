import type { RawFinding } from '../../model/finding.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { sha256Hex } from '../../shared/sha256.ts';

/** SHA-256 (64 hex) over what makes it this finding: who says it, which code, which key. Nothing that moves goes in. */
export function fingerprintOf(comparator: string, code: string, key: string, ordinal = 0): string {
  return sha256Hex(canonicalJson(ordinal === 0 ? { comparator, code, key } : { comparator, code, key, ordinal }));
}

/**
 * One fingerprint per finding, in their order. Findings with the same code and key are told apart by an ordinal,
 * so that approving one of two does not approve both.
 */
export function fingerprintsOf(comparator: string, findings: readonly Pick<RawFinding, 'code' | 'key'>[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ code, key }) => {
    const first = fingerprintOf(comparator, code, key);
    const ordinal = seen.get(first) ?? 0;
    seen.set(first, ordinal + 1);
    return ordinal === 0 ? first : fingerprintOf(comparator, code, key, ordinal);
  });
}
