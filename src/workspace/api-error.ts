import type { Issue } from './validate/check.ts';

/** A refusal in Slack's words: `error` is the code, `extra` is merged into the answer. */
export class ApiError extends Error {
  readonly code: string;
  readonly extra: Record<string, unknown>;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    code: string,
    extra: Record<string, unknown> = {},
    http: { status?: number; headers?: Record<string, string> } = {},
  ) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.extra = extra;
    this.status = http.status ?? 200;
    this.headers = http.headers ?? {};
  }
}

/** Issues as Slack words them, with a JSON pointer at the end. */
export function issueLines(issues: Issue[]): string[] {
  return issues.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
}

function withMessages(code: string, issues: Issue[]): ApiError {
  const errors = issueLines(issues);
  return new ApiError(code, { errors, response_metadata: { messages: errors.map((line) => `[ERROR] ${line}`) } });
}

export function invalidBlocks(issues: Issue[]): ApiError {
  return withMessages('invalid_blocks', issues);
}

export function invalidArguments(issues: Issue[]): ApiError {
  return withMessages('invalid_arguments', issues);
}
