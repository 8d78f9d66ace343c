/** Structured log lines. Fields MUST NOT hold secrets; the adapter masks known shapes all the same. */
export type Log = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};
