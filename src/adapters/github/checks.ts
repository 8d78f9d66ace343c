import type { CheckReport, CodeHost } from '../../ports/code-host.ts';
import { clip } from '../../shared/text.ts';
import type { GithubClient } from './client.ts';
import { CodeHostError } from './errors.ts';
import { splitRepo } from './repo-name.ts';
import { reportStatus } from './statuses.ts';

const CHECKS_WRITE = 'Checks: write';
/** GitHub takes this many annotations in one call and adds those of the next call to them. */
const ANNOTATION_BATCH = 50;
const MAX_SUMMARY = 65_535;
const MAX_TITLE = 255;
const MAX_ANNOTATION = 64 * 1024;

type StandingRun = { id: number; status: string; annotations: number };
type Annotation = ReturnType<typeof toAnnotation>;

export function checkCalls(client: GithubClient, checkName: string): Pick<CodeHost, 'reportCheck'> {
  /** The newest run made for this external id. */
  async function find(report: CheckReport): Promise<StandingRun | null> {
    const doing = { verb: 'list check runs', repo: report.repo, permission: 'Checks: read' };
    return client.call(doing, async (octokit) => {
      const runs = await octokit.paginate(octokit.rest.checks.listForRef, {
        ...splitRepo(report.repo),
        ref: report.headSha,
        check_name: checkName,
        filter: 'all',
        per_page: 100,
      });
      const ours = runs
        .filter((run) => run.external_id === report.externalId)
        .sort((left, right) => right.id - left.id);
      const newest = ours[0];
      return newest === undefined
        ? null
        : { id: newest.id, status: newest.status, annotations: newest.output.annotations_count };
    });
  }

  async function create(report: CheckReport, annotations: Annotation[]): Promise<number> {
    return send(report, async (octokit) => {
      const { data } = await octokit.rest.checks.create({
        ...splitRepo(report.repo),
        name: checkName,
        head_sha: report.headSha,
        external_id: report.externalId,
        ...state(report),
        output: { ...output(report), annotations },
      });
      return data.id;
    });
  }

  async function update(report: CheckReport, runId: number, annotations: Annotation[]): Promise<void> {
    await send(report, (octokit) =>
      octokit.rest.checks.update({
        ...splitRepo(report.repo),
        check_run_id: runId,
        ...state(report),
        output: { ...output(report), annotations },
      }),
    );
  }

  async function send<T>(report: CheckReport, ask: Parameters<typeof client.call<T>>[1]): Promise<T> {
    const verb = `write check run "${checkName}" on ${report.headSha.slice(0, 7)}`;
    return client.call({ verb, repo: report.repo, permission: CHECKS_WRITE }, ask);
  }

  async function reportRun(report: CheckReport, maybeThere: boolean): Promise<string> {
    const standing = maybeThere ? await find(report) : null;
    const usable = standing !== null && !startsOver(standing, report) ? standing : null;
    const all = report.annotations.map(toAnnotation);
    const [first = [], ...rest] = batches(all.slice(usable?.annotations ?? 0));
    const runId = usable === null ? await create(report, first) : usable.id;
    if (usable !== null) await update(report, runId, first);
    for (const batch of rest) await update(report, runId, batch);
    return String(runId);
  }

  return {
    async reportCheck(report, maybeThere) {
      try {
        return { id: await reportRun(report, maybeThere) };
      } catch (thrown) {
        if (client.credentials === 'app' || !isForbidden(thrown)) throw thrown;
        return {
          id: await reportStatus(client, report, checkName).catch((also: unknown) => neither(report.repo, also)),
        };
      }
    },
  };
}

/** GitHub lets only apps write check runs, and says so with 403. */
function isForbidden(thrown: unknown): boolean {
  return thrown instanceof CodeHostError && thrown.code === 'permission-missing';
}

function neither(repo: string, thrown: unknown): never {
  if (!isForbidden(thrown)) throw thrown;
  throw new CodeHostError(
    'permission-missing',
    `This token may write neither check runs nor commit statuses in ${repo}; grant it "Commit statuses: write", or set GITHUB_APP_ID and GITHUB_PRIVATE_KEY of an app with "${CHECKS_WRITE}".`,
    { cause: thrown },
  );
}

/** Annotations can be added but never taken away, so a run that was judged before is followed by a fresh one. */
function startsOver(standing: StandingRun, report: CheckReport): boolean {
  return report.status === 'in_progress' && (standing.status === 'completed' || standing.annotations > 0);
}

function state(report: CheckReport) {
  const details = report.detailsUrl === null ? {} : { details_url: report.detailsUrl };
  if (report.status === 'in_progress') return { ...details, status: 'in_progress' as const };
  if (report.conclusion === null) {
    throw new CodeHostError(
      'refused',
      `The check run for ${report.externalId} is completed without a conclusion; give it one.`,
    );
  }
  return { ...details, status: 'completed' as const, conclusion: report.conclusion };
}

function output(report: CheckReport): { title: string; summary: string } {
  return { title: clip(report.title, MAX_TITLE), summary: clip(report.summary, MAX_SUMMARY) };
}

function toAnnotation(annotation: CheckReport['annotations'][number]) {
  return {
    path: annotation.path,
    start_line: Math.max(1, annotation.line),
    end_line: Math.max(1, annotation.line),
    annotation_level: annotation.level,
    title: clip(annotation.title, MAX_TITLE),
    message: clip(annotation.message, MAX_ANNOTATION / 4),
  };
}

function batches(annotations: Annotation[]): Annotation[][] {
  const count = Math.ceil(annotations.length / ANNOTATION_BATCH);
  return Array.from({ length: count }, (_, index) =>
    annotations.slice(index * ANNOTATION_BATCH, (index + 1) * ANNOTATION_BATCH),
  );
}
