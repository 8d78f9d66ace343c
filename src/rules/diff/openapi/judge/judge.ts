import type { ChangeLevel, Risk } from '../../change.ts';
import { KNOWN_LEVELS, levelOf } from '../codes/codes.ts';
import type { Detected } from '../detect/detected.ts';

export type Judgement = { level: ChangeLevel; risk: Risk; severity: number; rationale: string; confidence: number };

/**
 * Where we judge harder than the vocabulary does. Callers without the newly asked credentials are refused at the
 * next request, which is as breaking as a removed operation; see the readme.
 */
const SHUTS_OUT =
  /^api-(global-)?security-(added|removed|scope-added|scope-removed)$|^api-security-component-type-changed$/;

/** What a detected change means for those who use the API today, before any pack has its say. */
export function judge(detected: Detected): Judgement {
  const shutsOut = SHUTS_OUT.test(detected.code) && detected.effect === 'narrows';
  const level = shutsOut ? 'error' : levelOf(detected.code, detected.direction, detected.effect);
  const risk = riskOf(level, detected);
  return {
    level,
    risk,
    severity: severityOf(level, risk, detected.code),
    rationale: rationaleOf(detected, level, shutsOut),
    confidence: confidenceOf(detected, level),
  };
}

export function riskOf(level: ChangeLevel, detected: Pick<Detected, 'cosmetic' | 'code'>): Risk {
  if (level !== 'info') return 'breaking';
  return detected.cosmetic === true || detected.code.endsWith('-annotation-only') ? 'cosmetic' : 'behavioral';
}

/** Removals weigh most: nothing a caller does can bring the thing back. */
export function severityOf(level: ChangeLevel, risk: Risk, code: string): number {
  if (level === 'error') return /removed|required|security/.test(code) ? 95 : 85;
  if (level === 'warn') return 60;
  return risk === 'cosmetic' ? 5 : 20;
}

function confidenceOf(detected: Detected, level: ChangeLevel): number {
  if (detected.confidence !== undefined) return detected.confidence;
  if (level === 'warn') return 0.7;
  return KNOWN_LEVELS.has(detected.code) ? 0.95 : 0.85;
}

function rationaleOf(detected: Detected, level: ChangeLevel, shutsOut: boolean): string {
  if (shutsOut) return 'Callers that hold only what was enough before are refused.';
  if (level === 'info') {
    return detected.cosmetic === true ? 'Only words differ.' : 'What works today keeps working.';
  }
  const unsure = level === 'warn' ? ' Whether anybody does cannot be told from the document.' : '';
  if (detected.direction === 'request') return `Requests that are valid today may be refused.${unsure}`;
  if (detected.direction === 'response') return `Readers may get something they are not made for.${unsure}`;
  return `Somebody who relies on it is not served as promised.${unsure}`;
}
