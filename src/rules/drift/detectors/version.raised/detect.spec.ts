import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CODE = (value: string) => ({ 'Cargo.toml': `rust-version = "${value}"\n` });
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a floor that rose',
    drift: { before: CODE('1.71'), after: CODE('1.74'), page: 'It requires at least Rust version 1.71.\n' },
    says: ['version.raised 1.71 -> 1.74 @1 notify'],
  },
  {
    name: 'the same floor written with a zero',
    drift: { before: CODE('1.58'), after: CODE('1.60'), page: 'Requires **Rust 1.58.0**.\n' },
    says: ['version.raised 1.58.0 -> 1.60.0 @1 notify'],
  },
  {
    name: 'a patch release',
    drift: { before: CODE('1.71.0'), after: CODE('1.71.1'), page: 'It requires Rust 1.71.0.\n' },
    says: [],
  },
  {
    name: 'the version of something else',
    drift: { before: CODE('1.71'), after: CODE('1.74'), page: 'It requires OpenSSL 1.71.\n' },
    says: [],
  },
  {
    name: 'a dependency',
    drift: {
      before: { 'Cargo.toml': 'serde = "1.71"\n' },
      after: { 'Cargo.toml': 'serde = "1.74"\n' },
      page: 'It requires at least Rust version 1.71.\n',
    },
    says: [],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
