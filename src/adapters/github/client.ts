import { Octokit } from 'octokit';
import { SECOND_MS } from '../../shared/time.ts';
import { type Doing, hasStatus, toCodeHostError } from './errors.ts';
import { appAccess } from './installations.ts';

export type GithubCredentials =
  | { kind: 'token'; token: string }
  /** `privateKey` is the PEM text. */
  | { kind: 'app'; appId: number; privateKey: string };

export type GithubOptions = {
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise Server. */
  apiUrl: string;
  credentials: GithubCredentials;
  /** Name under which our check runs stand on a pull request. */
  checkName?: string;
  timeoutMs?: number;
  now?: () => number;
};

/** One way to GitHub: picks the right credentials for a repository and names what goes wrong. */
export type GithubClient = {
  /** Asks with what opens `doing.repo`; null is for what belongs to no repository. */
  call<T>(doing: Doing, ask: (octokit: Octokit) => Promise<T>): Promise<T>;
  credentials: GithubCredentials['kind'];
  /** Asks who we are, in the cheapest way these credentials have. */
  ping(): Promise<void>;
};

const DEFAULT_TIMEOUT_MS = 20 * SECOND_MS;
/** Reads may be asked once more; writes never, since the outbox looks first whether an unanswered one arrived. */
const READ_RETRIES = 1;
const NOT_WORTH_RETRYING = [400, 401, 403, 404, 409, 410, 422, 429, 451];

export function githubClient(options: GithubOptions): GithubClient {
  const now = options.now ?? Date.now;
  const access = accessWith(options);

  async function named<T>(doing: Doing, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw toCodeHostError(thrown, doing, now());
    }
  }

  return {
    credentials: options.credentials.kind,
    call: (doing, ask) => named(doing, async () => ask(await access.octokit(doing.repo))),
    ping: () => named({ verb: 'answer', repo: null, permission: 'Metadata: read' }, access.ping),
  };
}

type Access = { octokit(repo: string | null): Promise<Octokit>; ping(): Promise<void> };

function accessWith(options: GithubOptions): Access {
  const OctokitClass = octokitClass(options);
  if (options.credentials.kind === 'app') {
    const { app, forRepo, anywhere } = appAccess(options.credentials, OctokitClass);
    return {
      octokit: (repo) => (repo === null ? anywhere() : forRepo(repo)),
      ping: async () => void (await app.rest.apps.getAuthenticated()),
    };
  }
  const octokit = new OctokitClass({ auth: options.credentials.token });
  return {
    octokit: async () => octokit,
    async ping() {
      try {
        await octokit.rest.rateLimit.get();
      } catch (thrown) {
        // An Enterprise Server with its limits switched off answers 404 here, and that is an answer.
        if (!hasStatus(thrown, 404)) throw thrown;
      }
    },
  };
}

function octokitClass(options: GithubOptions) {
  return Octokit.defaults({
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: 'countersign',
    request: { fetch: boundedFetch(options.timeoutMs ?? DEFAULT_TIMEOUT_MS) },
    throttle: { enabled: false },
    retry: { retries: READ_RETRIES, doNotRetry: NOT_WORTH_RETRYING },
    log: SILENT,
  }).plugin(neverRepeatWrites);
}

function neverRepeatWrites(octokit: { hook: Octokit['hook'] }): Record<string, never> {
  octokit.hook.before('request', (request) => {
    if (request.method !== 'GET') request.request = { ...request.request, retries: 0 };
  });
  return {};
}

function boundedFetch(timeoutMs: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}

/** Every failure is thrown, so that it is said once, by whoever knows what it means. */
const say = (): void => undefined;
const SILENT = { debug: say, info: say, warn: say, error: say };
