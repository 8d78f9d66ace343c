/**
 * A failure that code elsewhere must be able to tell apart.
 * `permanent` promises that trying again cannot help; the outbox goes by it.
 * `retryAfterMs` is the wait the other side asked for.
 */
export class CountersignError extends Error {
  readonly code: string;
  readonly permanent: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    code: string,
    message: string,
    options: { permanent?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.permanent = options.permanent ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** The sentence of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** For the default branch of an exhaustive `switch`: the compiler refuses a forgotten case. */
export function unreachable(value: never): never {
  throw new TypeError(`No case for ${JSON.stringify(value)}.`);
}
