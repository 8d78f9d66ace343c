import { listOf, mapOf, textOf, type YamlDocument, type YamlPath } from '../../yaml/documents.ts';

export type Step = {
  at: YamlPath;
  uses: string;
  run: string;
  with: Record<string, unknown>;
  env: Record<string, unknown>;
  condition: string;
};
export type Job = {
  name: string;
  at: YamlPath;
  /** The reusable workflow this job calls, or ''. */
  uses: string;
  condition: string;
  body: Record<string, unknown>;
  steps: Step[];
};
/** `events` is null for a composite action: whoever uses it decides. */
export type Workflow = {
  path: string;
  document: YamlDocument;
  body: Record<string, unknown>;
  events: string[] | null;
  jobs: Job[];
};

/** Events that run with the repository's own rights and secrets for what an outsider sent. */
export const PRIVILEGED = ['pull_request_target', 'workflow_run'];

export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /(^|\/)action\.ya?ml$/.test(path);
}

/** A workflow or a composite action; null for any other file (an action in JavaScript has no steps). */
export function workflowOf(path: string, document: YamlDocument): Workflow | null {
  const body = mapOf(document.value);
  if (path.startsWith('.github/workflows/')) {
    const jobs = Object.entries(mapOf(body.jobs)).map(([name, job]) => jobOf(name, mapOf(job), ['jobs', name]));
    return { path, document, body, events: eventsOf(body.on), jobs };
  }
  const runs = mapOf(body.runs);
  if (runs.using !== 'composite') return null;
  return { path, document, body, events: null, jobs: [jobOf('the action', runs, ['runs'])] };
}

function jobOf(name: string, body: Record<string, unknown>, at: YamlPath): Job {
  const steps = listOf(body.steps).map((step, index): Step => {
    const said = mapOf(step);
    return {
      at: [...at, 'steps', index],
      uses: textOf(said.uses),
      run: textOf(said.run),
      with: mapOf(said.with),
      env: mapOf(said.env),
      condition: String(said.if ?? ''),
    };
  });
  return { name, at, uses: textOf(body.uses), condition: String(body.if ?? ''), body, steps };
}

function eventsOf(on: unknown): string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.filter((one) => typeof one === 'string');
  return Object.keys(mapOf(on));
}

/** How a message names a job: a composite action has only itself. */
export function called({ name, at }: Job, path: string): string {
  return at[0] === 'jobs' ? `The job ${name} of ${path}` : `The action ${path}`;
}
