import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureProblem } from './verify.ts';

const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello, World!');
const sign = (body: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('the signature of a GitHub delivery', () => {
  it('fits the example GitHub publishes', () => {
    const published = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    expect(signatureProblem(published, BODY, SECRET)).toBeNull();
  });

  it.each<[string, string | string[] | undefined, string]>([
    ['is not there', undefined, 'missing-signature'],
    ['is empty', '', 'missing-signature'],
    ['was sent twice', [sign(BODY), sign(BODY)], 'malformed-signature'],
    ['is of the old kind', `sha1=${'a'.repeat(40)}`, 'malformed-signature'],
    ['lacks its prefix', sign(BODY).slice(7), 'malformed-signature'],
    ['is cut short', sign(BODY).slice(0, -1), 'malformed-signature'],
    ['is too long', `${sign(BODY)}0`, 'malformed-signature'],
    ['is in capitals', sign(BODY).toUpperCase(), 'malformed-signature'],
    ['is not hexadecimal', `sha256=${'z'.repeat(64)}`, 'malformed-signature'],
    ['is for another body', sign('Hello, World?'), 'wrong-signature'],
    ['is for the body with a line feed more', sign('Hello, World!\n'), 'wrong-signature'],
    ['was made with another secret', sign(BODY, 'guess'), 'wrong-signature'],
    ['was made with no secret', sign(BODY, ''), 'wrong-signature'],
    ['is all zeros', `sha256=${'0'.repeat(64)}`, 'wrong-signature'],
  ])('is refused when it %s', (_, header, problem) => {
    expect(signatureProblem(header, BODY, SECRET)).toBe(problem);
  });
});
