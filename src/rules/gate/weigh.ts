import type { Finding, Level, RawFinding, Surface } from '../../model/finding.ts';
import type { StoredPack } from '../../model/pack.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { levelOf, packSeverity } from './severity.ts';

/** Who speaks, as far as weighing needs it; also holds for a comparator that a pack names and nobody has. */
export type Speaker = { id: string; version: number; surface: Surface; defaultSeverity: number };

/** Raw findings of one speaker under one pack, with the severity, level and fingerprint they are recorded with. */
export function weigh(
  pack: StoredPack,
  speaker: Speaker,
  packLevel: Level | undefined,
  raws: readonly RawFinding[],
): Finding[] {
  const thresholds = pack.trackA.enforcement;
  const fingerprints = fingerprintsOf(speaker.id, raws);
  return raws.map(({ key: _key, ...raw }, index) => {
    const silent = raw.outcome === 'pass' || raw.outcome === 'not-applicable';
    const severity = silent ? 0 : packSeverity(raw.severity, speaker.defaultSeverity, packLevel, thresholds);
    return {
      ...raw,
      severity,
      comparator: speaker.id,
      comparatorVersion: speaker.version,
      surface: speaker.surface,
      packId: pack.id,
      level: levelOf(severity, thresholds),
      fingerprint: fingerprints[index] ?? '',
    };
  });
}
