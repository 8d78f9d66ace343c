import type { FileSin } from '../../sins.ts';
import { textOf } from '../../yaml/documents.ts';
import { called, type Job, PRIVILEGED, type Step, type Workflow } from './workflow.ts';

const HEAD_REF =
  /github\.event\.pull_request\.(head\.(sha|ref)|merge_commit_sha)|github\.head_ref|github\.event\.workflow_run\.(head_(sha|branch)|head_commit\.id)|refs\/pull\/|github\.event\.(number|pull_request\.number|issue\.number)/;
const HEAD_REPOSITORY = /github\.event\.(pull_request\.head\.repo|workflow_run\.head_repository)\./;
const FETCHES_HEAD =
  /\bgh\s+pr\s+checkout\b|\bgit\s+(fetch|pull)\b[^\n]*\b(pull\/|github\.head_ref|pull_request\.head)/;

/** Lets only the repository's own branches through, or only events that are not the outsider's. */
const GUARD =
  /head\.repo\.full_name\s*==\s*github\.repository|github\.repository\s*==\s*github\.event\.pull_request\.head\.repo\.full_name|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|head_repository\.full_name\s*==\s*github\.repository|workflow_run\.event\s*==\s*'(push|schedule|workflow_dispatch|release)'|github\.event_name\s*==\s*'(?!pull_request_target|workflow_run)\w+'|github\.event_name\s*!=\s*'(pull_request_target|workflow_run)'/;

/** A privileged event whose job takes the outsider's code: what it then runs has the repository's rights. */
export function headCheckoutSins(workflow: Workflow): FileSin[] {
  const event = PRIVILEGED.find((name) => workflow.events?.includes(name));
  if (event === undefined) return [];
  return workflow.jobs.flatMap((job) => {
    const index = job.steps.findIndex(takesHead);
    const step = job.steps[index];
    if (step === undefined || isGuarded(job, step)) return [];
    return [sinOf(workflow, job, step, event, job.steps.slice(index + 1).some(runsIt))];
  });
}

function takesHead({ uses, run, with: inputs }: Step): boolean {
  if (FETCHES_HEAD.test(run)) return true;
  if (!/^actions\/checkout@/i.test(uses)) return false;
  return HEAD_REF.test(textOf(inputs.ref)) || HEAD_REPOSITORY.test(textOf(inputs.repository));
}

function runsIt({ uses, run }: Step): boolean {
  return run !== '' || uses.startsWith('./') || /^actions\/setup-|^docker\/build-push-action@/.test(uses);
}

/** True when outsiders do not get that far. A condition with `||` may let through what its other half refuses. */
export function isGuarded(job: Job, step: Step): boolean {
  return [job.condition, step.condition].some((condition) => GUARD.test(condition) && !condition.includes('||'));
}

function sinOf({ path, document }: Workflow, job: Job, step: Step, event: string, runs: boolean): FileSin {
  const input = HEAD_REF.test(textOf(step.with.ref)) ? 'ref' : 'repository';
  const line = document.lineOf([...step.at, ...(step.run === '' ? ['with', input] : ['run'])]);
  return {
    code: 'workflow.head-checkout',
    severity: runs ? 95 : 70,
    id: `${path} ${job.name} ${event}`,
    path,
    line,
    read: step.run === '' ? `${input}: ${textOf(step.with[input])}` : 'run: …',
    message: `${called(job, path)} takes the code of whoever opened the pull request${runs ? ' and runs commands beside it' : ''}, with the rights and secrets that ${event} gives.`,
    fix: 'Use the event pull_request for what runs their code, or check out the base branch here.',
  };
}
