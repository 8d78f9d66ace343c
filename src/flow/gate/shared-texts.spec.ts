import { describe, expect, it } from 'vitest';
import { factsOf } from '../../rules/gate/given.ts';
import { packFacts, unpackFacts } from './shared-texts.ts';

describe('facts on their way to a worker', () => {
  it('come out as they went in, whatever the size and the letters of a text', () => {
    const large = `\uFEFFé😀${'x'.repeat(100_000)}\u0000`;
    const facts = factsOf({ head: { a: '' } });
    facts.texts['head:large'] = { kind: 'text', text: large, bytes: 100_010, blobSha: 'f'.repeat(40) };
    facts.texts['head:small'] = { kind: 'text', text: 'x', bytes: 1, blobSha: 'e'.repeat(40) };
    facts.texts['head:none'] = { kind: 'absent' };
    const sent = structuredClone(packFacts(facts));
    expect(sent.texts['head:large']?.kind).toBe('shared');
    expect(unpackFacts(sent)).toEqual(facts);
  });

  it('write a text into shared memory only once', () => {
    const facts = factsOf({});
    facts.texts['head:large'] = { kind: 'text', text: 'x'.repeat(100_000), bytes: 100_000, blobSha: 'f'.repeat(40) };
    expect(packFacts(facts).texts['head:large']).toBe(packFacts(facts).texts['head:large']);
  });
});
