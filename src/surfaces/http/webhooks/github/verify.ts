import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_PROBLEMS = ['missing-signature', 'malformed-signature', 'wrong-signature'] as const;
export type SignatureProblem = (typeof SIGNATURE_PROBLEMS)[number];

/**
 * Null when `header` (`x-hub-signature-256`) signs exactly these bytes with `secret`; compared in constant time.
 * Source: https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signatureProblem(
  header: string | string[] | undefined,
  body: Uint8Array,
  secret: string,
): SignatureProblem | null {
  if (header === undefined || header === '') return 'missing-signature';
  const hex = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/.exec(header)?.[1] : undefined;
  if (hex === undefined) return 'malformed-signature';
  const expected = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(Buffer.from(hex, 'hex'), expected) ? null : 'wrong-signature';
}
