import type { FileSin } from '../../sins.ts';
import { textOf, type YamlPath } from '../../yaml/documents.ts';
import { isGuarded } from './head-checkout.ts';
import { called, type Job, type Step, type Workflow } from './workflow.ts';

type Source = { pattern: RegExp; events: RegExp };

/** What somebody without any right can write, and the events that carry it. */
const SOURCES: readonly Source[] = [
  {
    pattern:
      /\bgithub\.event\.pull_request\.(title|body|head\.(ref|label|repo\.(default_branch|description|homepage)))\b/,
    events: /^pull_request/,
  },
  { pattern: /\bgithub\.head_ref\b/, events: /^pull_request/ },
  { pattern: /\bgithub\.event\.issue\.(title|body)\b/, events: /^issue/ },
  { pattern: /\bgithub\.event\.comment\.body\b/, events: /_comment$/ },
  { pattern: /\bgithub\.event\.review\.body\b/, events: /^pull_request_review$/ },
  { pattern: /\bgithub\.event\.discussion\.(title|body)\b/, events: /^discussion/ },
  { pattern: /\bgithub\.event\.pages\b\S*\.page_name\b/, events: /^gollum$/ },
  {
    pattern:
      /\bgithub\.event\.(head_commit|commits\b[^\s}]*)\.(message|author\.(email|name)|committer\.(email|name))\b|\bgithub\.event\.head_commit\.message\b/,
    events: /^push$/,
  },
  {
    pattern:
      /\bgithub\.event\.workflow_run\.(head_branch|display_title|head_commit\.(message|author\.(email|name))|head_repository\.description)\b/,
    events: /^workflow_run$/,
  },
];
/** Events that hold secrets while an outsider speaks. */
const WITH_SECRETS = /^(pull_request_target|issues|issue_comment|discussion|discussion_comment|workflow_run|gollum)$/;
const EXPRESSION = /\$\{\{([\s\S]*?)\}\}/g;
/** These give true or false, whatever they are asked about. */
const ASKS = /\b(contains|startsWith|endsWith)\s*\([^()]*\)/g;
const COMPARES = /[\w.[\]'"*-]+\s*(==|!=|<=?|>=?)\s*('[^']*'|[\w.[\]-]+)/g;

/** Expressions that write an outsider's text into a script before any shell has quoted it. */
export function untrustedSins(workflow: Workflow): FileSin[] {
  return workflow.jobs.flatMap((job) =>
    job.steps
      .filter((step) => !isGuarded(job, step))
      .flatMap((step) => scriptsOf(step).flatMap(([at, script]) => inScript(workflow, job, at, script))),
  );
}

function scriptsOf(step: Step): [YamlPath, string][] {
  const scripts: [YamlPath, string][] = [];
  if (step.run !== '') scripts.push([[...step.at, 'run'], step.run]);
  if (/^actions\/github-script@/i.test(step.uses))
    scripts.push([[...step.at, 'with', 'script'], textOf(step.with.script)]);
  return scripts;
}

function inScript({ path, document, events }: Workflow, job: Job, at: YamlPath, script: string): FileSin[] {
  const found = new Map<string, FileSin>();
  for (const [whole, inside = ''] of script.matchAll(EXPRESSION)) {
    const written = inside.replaceAll(ASKS, ' ').replaceAll(COMPARES, ' ');
    const source = SOURCES.find(({ pattern }) => pattern.test(written));
    if (source === undefined) continue;
    const carrying = events?.filter((event) => source.events.test(event) || event === 'workflow_call') ?? [
      'its caller',
    ];
    if (carrying.length === 0) continue;
    const name = source.pattern.exec(written)?.[0] ?? '';
    found.set(name, {
      code: 'workflow.untrusted-in-script',
      severity: carrying.some((event) => WITH_SECRETS.test(event)) ? 90 : 60,
      id: `${path} ${job.name} ${name}`,
      path,
      line: document.lineOf(at, whole),
      read: whole.replaceAll(/\s+/g, ' '),
      message: `${called(job, path)} writes ${name} into a script: whoever chooses that text chooses what is run.`,
      fix: `Hand it over in \`env\` and use the variable in the script, in quotes.`,
    });
  }
  return [...found.values()];
}
