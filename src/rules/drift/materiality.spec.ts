import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { THRESHOLDS } from '../../../test/drift-case.ts';
import { TOKEN_KINDS } from '../../model/drift.ts';
import { materialityOf, routeOf } from './materiality.ts';

describe('materialityOf', () => {
  it('is the weighted sum of the factors it shows, between 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TOKEN_KINDS),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.constantFrom('README.md', 'docs/install.md', 'docs/story.md'),
        (kind, confidence, places, page) => {
          const { score, impact, confidence: shown, delta, risk } = materialityOf(kind, confidence, places, page);
          expect(score).toBeCloseTo(0.4 * impact + 0.3 * shown + 0.2 * delta + 0.1 * risk, 2);
          for (const factor of [score, impact, shown, delta, risk]) {
            expect(factor).toBeGreaterThanOrEqual(0);
            expect(factor).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('grows with the places that are wrong', () => {
    expect(materialityOf('flag', 0.9, 5, 'README.md').score).toBeGreaterThan(
      materialityOf('flag', 0.9, 1, 'README.md').score,
    );
  });
});

describe('routeOf', () => {
  const at = (score: number, confidence = 0.9) => ({ score, confidence, impact: 0, delta: 0, risk: 0 });

  it.each([
    [at(0.99), true, 'auto_approve'],
    [at(0.98), true, 'auto_approve'],
    [at(0.97), true, 'notify'],
    [at(0.4), true, 'notify'],
    [at(0.39), true, 'digest'],
    [at(0.29), true, 'ignore'],
    [at(0.1), true, 'ignore'],
    [at(0.99), false, 'digest'],
    [at(0.99, 0.59), true, 'digest'],
    [at(0.99, 0.4), true, 'ignore'],
  ] as const)('sends %j with patch %s to %s', (materiality, hasPatch, route) => {
    expect(routeOf(materiality, hasPatch, THRESHOLDS)).toBe(route);
  });
});
