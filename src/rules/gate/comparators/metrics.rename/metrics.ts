export type Metric = { name: string; line: number };

const NAME = /^[a-zA-Z][a-zA-Z0-9:]*_[a-zA-Z0-9_:]+$/;
/** Calls of Prometheus clients whose first string is the metric's full name: Python, Rust, Go's NewDesc. */
const DIRECT =
  /\b(?:Counter|Gauge|Histogram|Summary|register_\w+!|prometheus\.NewDesc)\(\s*(?:opts!\(\s*|histogram_opts!\(\s*)?["']([\w:]+)["']\s*,/g;
const OPTS = /\bprometheus\.(?:Counter|Gauge|Histogram|Summary)Opts\{([^{}]{0,2000})/g;
const PROM_CLIENT = /\bnew\s+(?:\w+\.)?(?:Counter|Gauge|Histogram|Summary)(?:<[^>]*>)?\(\s*\{([^{}]{0,2000})/g;

/** Metrics defined with a name written out whole; one put together from variables is not known here. */
export function metricsIn(path: string, text: string): Metric[] {
  const found: Metric[] = [];
  const add = (name: string | null, at: number) => {
    if (name !== null && NAME.test(name)) found.push({ name, line: text.slice(0, at).split('\n').length });
  };
  for (const match of text.matchAll(DIRECT)) add(match[1] ?? null, match.index + match[0].lastIndexOf(match[1] ?? ''));
  const bodies = path.endsWith('.go') ? OPTS : PROM_CLIENT;
  for (const match of text.matchAll(bodies)) {
    const body = match[1] ?? '';
    const start = match.index + match[0].length - body.length;
    add(goName(body) ?? jsName(body), start + Math.max(0, body.search(/\b[Nn]ame\s*:/)));
  }
  return found;
}

/** The line that uses the metric, or one of the series a client makes of it; null when none does. */
export function useOf(name: string, text: string): { line: number; read: string; series: string } | null {
  const pattern = new RegExp(`(?<![\\w:])${name}(?:_total|_bucket|_sum|_count)?(?![\\w:])`);
  const match = pattern.exec(text);
  if (match === null) return null;
  const line = text.slice(0, match.index).split('\n').length;
  return { line, read: (text.split('\n')[line - 1] ?? '').trim(), series: match[0] };
}

function goName(body: string): string | null {
  const parts = ['Namespace', 'Subsystem', 'Name'].map((field) => {
    const value = new RegExp(`\\b${field}\\s*:\\s*([^,\\n]+)`).exec(body)?.[1]?.trim();
    return value === undefined ? '' : (/^"([\w:]*)"$/.exec(value)?.[1] ?? null);
  });
  if (parts.includes(null) || parts[2] === '') return null;
  return parts.filter((part) => part !== '').join('_');
}

function jsName(body: string): string | null {
  return /\bname\s*:\s*["'`]([\w:]+)["'`]/.exec(body)?.[1] ?? null;
}
