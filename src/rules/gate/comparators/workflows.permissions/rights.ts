import type { FileSin } from '../../sins.ts';
import { mapOf } from '../../yaml/documents.ts';
import type { Options } from './options.ts';
import { called, type Job, PRIVILEGED, type Step, type Workflow } from './workflow.ts';

/** Actions whose purpose is to write to the repository with its token. */
const WRITING_ACTIONS = new Set([
  'ad-m/github-push-action',
  'actions/create-release',
  'actions/delete-package-versions',
  'actions/deploy-pages',
  'actions/first-interaction',
  'actions/labeler',
  'actions/stale',
  'actions/upload-release-asset',
  'endbug/add-and-commit',
  'jamesives/github-pages-deploy-action',
  'ncipollo/release-action',
  'peaceiris/actions-gh-pages',
  'peter-evans/create-or-update-comment',
  'peter-evans/create-pull-request',
  'release-drafter/release-drafter',
  'softprops/action-gh-release',
  'stefanzweifel/git-auto-commit-action',
]);
const WRITING_COMMANDS =
  /(^|[\s;&|(])(git\s+push|gh\s+(pr|issue|release|label)\s+(create|edit|comment|close|merge|delete|upload|review|reopen)|gh\s+api\b[^\n]*\s(-X|--method)[\s=]*(POST|PUT|PATCH|DELETE))\b/;

/** What a workflow's token may do beyond what its jobs need, as far as the file tells. */
export function rightSins(workflow: Workflow, options: Options): FileSin[] {
  const { body, events, jobs } = workflow;
  if (events === null) return [];
  const top = body.permissions;
  const sins = top === 'write-all' ? [everything(workflow, null)] : [];
  for (const job of jobs) if (job.body.permissions === 'write-all') sins.push(everything(workflow, job));
  if (top !== undefined && top !== null) return sins;
  const silent = jobs.filter(({ body: said }) => said.permissions === undefined || said.permissions === null);
  const writer = silent.find((job) => writingStep(workflow, job) !== undefined);
  if (writer !== undefined) sins.push(missing(workflow, writer));
  else if (options.requirePermissions && silent[0] !== undefined) sins.push(missing(workflow, silent[0]));
  return sins;
}

/** True when a workflow limits its token for every job; it is a guard that can be taken away. */
export function isLimited({ body, jobs, events }: Workflow): boolean {
  if (events === null || jobs.length === 0) return false;
  const limits = (said: unknown) => said !== undefined && said !== null && said !== 'write-all';
  return limits(body.permissions) || jobs.every((job) => limits(job.body.permissions));
}

/** True when no line of a workflow limits the token of some job any more. */
export function isOpen({ body, jobs, events }: Workflow): boolean {
  if (events === null || (body.permissions !== undefined && body.permissions !== null)) return false;
  return jobs.some(({ body: said }) => said.permissions === undefined || said.permissions === null);
}

export function limitRemoved({ path, document }: Workflow): FileSin {
  const line = document.lineOf(['jobs']);
  return {
    code: 'workflow.permissions-removed',
    severity: 60,
    id: path,
    path,
    line,
    read: document.read(line),
    message: `${path} no longer limits what its token may do.`,
    fix: 'Keep a top-level `permissions`, or write one for each job.',
  };
}

function everything({ path, document, events }: Workflow, job: Job | null): FileSin {
  const line = document.lineOf([...(job?.at ?? []), 'permissions']);
  const exposed = PRIVILEGED.some((event) => events?.includes(event));
  return {
    code: 'workflow.write-all',
    severity: exposed ? 95 : 75,
    id: `${path} ${job?.name ?? 'every job'}`,
    path,
    line,
    read: document.read(line),
    message: `${job === null ? `Every job of ${path}` : called(job, path)} may write to everything in the repository.`,
    fix: 'Name the rights that are needed, such as `contents: read`, and write ones only for the job that needs them.',
  };
}

function missing(workflow: Workflow, job: Job): FileSin {
  const { path, document } = workflow;
  const writing = writingStep(workflow, job);
  const line = document.lineOf(writing?.at ?? job.at);
  const step = writing?.uses === '' ? 'run: …' : `uses: ${writing?.uses}`;
  const what = writing === undefined ? 'runs' : 'writes to the repository';
  return {
    code: 'workflow.permissions-missing',
    severity: 45,
    id: path,
    path,
    line,
    read: writing === undefined ? `${job.name}:` : step,
    message: `${called(job, path)} ${what} with the rights the repository gives by default: no permissions are written down.`,
    fix: 'Add `permissions` with the rights this job needs, and `contents: read` for the rest.',
  };
}

/** The step that writes with the workflow's own token: not one that is given another, itself or for the whole job. */
function writingStep({ body }: Workflow, job: Job): Step | undefined {
  const checkedOutWith = job.steps.filter(({ uses }) => uses.startsWith('actions/checkout@')).map((one) => one.with);
  if ([mapOf(body.env), mapOf(job.body.env), ...checkedOutWith].some(namesToken)) return undefined;
  return job.steps.find((step) => writes(step) && !holdsToken(step.env) && !holdsToken(step.with));
}

/** Another token where git, gh and the checkout look for it; other keys of a job are for something else. */
function namesToken(values: Record<string, unknown>): boolean {
  const names = ['GH_TOKEN', 'GITHUB_TOKEN', 'token', 'ssh-key'];
  return names.some((name) => typeof values[name] === 'string' && /\bsecrets\.(?!GITHUB_TOKEN\b)/.test(values[name]));
}

function holdsToken(values: Record<string, unknown>): boolean {
  return Object.values(values).some(
    (one) =>
      typeof one === 'string' && /\bsecrets\.(?!GITHUB_TOKEN\b)\w*(TOKEN|PAT|SSH\w*KEY|DEPLOY\w*KEY)\w*/i.test(one),
  );
}

function writes({ uses, run }: Step): boolean {
  return WRITING_ACTIONS.has(uses.split('@', 1)[0]?.toLowerCase() ?? '') || WRITING_COMMANDS.test(uncommented(run));
}

function uncommented(script: string): string {
  return script.replaceAll(/^\s*#.*$/gm, '');
}
