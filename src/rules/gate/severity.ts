import type { Level } from '../../model/finding.ts';

/** 0-100; a severity at or above a threshold has that level. They fall from critical to medium. */
export type Thresholds = { criticalThreshold: number; highThreshold: number; mediumThreshold: number };

export function levelOf(severity: number, thresholds: Thresholds): Level {
  if (severity >= thresholds.criticalThreshold) return 'critical';
  if (severity >= thresholds.highThreshold) return 'high';
  if (severity >= thresholds.mediumThreshold) return 'medium';
  return 'low';
}

/** The middle of a level's band: 95, 80, 55 and 20 for the thresholds 90, 70 and 40. */
export function bandMiddle(level: Level, thresholds: Thresholds): number {
  const floors = { ...thresholds, ceiling: 100 };
  switch (level) {
    case 'critical':
      return (floors.ceiling + floors.criticalThreshold) / 2;
    case 'high':
      return (floors.criticalThreshold + floors.highThreshold) / 2;
    case 'medium':
      return (floors.highThreshold + floors.mediumThreshold) / 2;
    case 'low':
      return floors.mediumThreshold / 2;
  }
}

/**
 * The severity a pack gives a finding. A level set by the pack moves the comparator's default to the middle of that
 * band and scales its other findings with it, so that what is worse than the default stays worse. Result 0-100.
 */
export function packSeverity(
  raw: number,
  defaultSeverity: number,
  level: Level | undefined,
  thresholds: Thresholds,
): number {
  const bounded = Math.min(100, Math.max(0, raw));
  if (level === undefined || defaultSeverity <= 0) return Math.round(bounded);
  return Math.min(100, Math.round((bounded / defaultSeverity) * bandMiddle(level, thresholds)));
}
