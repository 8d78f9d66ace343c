import { App, type Octokit } from 'octokit';
import { CodeHostError, hasStatus } from './errors.ts';
import { splitRepo } from './repo-name.ts';

export type AppAccess = {
  /** Speaks as the app itself: only for `/app`. */
  app: Octokit;
  forRepo(repo: string): Promise<Octokit>;
  /** For what belongs to no repository, such as a public profile. */
  anywhere(): Promise<Octokit>;
};

/** The installation is looked up once per repository; one that stopped working is looked up again. */
export function appAccess(
  { appId, privateKey }: { appId: number; privateKey: string },
  OctokitClass: typeof Octokit,
): AppAccess {
  const app = new App({ appId, privateKey, Octokit: OctokitClass });
  const known = new Map<string, Promise<Octokit>>();
  const NOWHERE = '';

  async function open(key: string, installationId: number): Promise<Octokit> {
    const octokit = await app.getInstallationOctokit(installationId);
    octokit.hook.error('request', (error) => {
      if (hasStatus(error, 401)) known.delete(key);
      throw error;
    });
    return octokit;
  }

  async function lookUp(repo: string): Promise<Octokit> {
    try {
      const { data } = await app.octokit.rest.apps.getRepoInstallation(splitRepo(repo));
      return await open(repo, data.id);
    } catch (thrown) {
      if (!hasStatus(thrown, 404)) throw thrown;
      const message = `Countersign's GitHub App is not installed on ${repo}; install it there, or correct the repository's name.`;
      throw new CodeHostError('not-installed', message, { cause: thrown });
    }
  }

  async function lookUpAny(): Promise<Octokit> {
    const { data } = await app.octokit.rest.apps.listInstallations({ per_page: 1 });
    const first = data[0];
    if (first !== undefined) return open(NOWHERE, first.id);
    throw new CodeHostError(
      'not-installed',
      "Countersign's GitHub App is installed nowhere; install it on a repository.",
    );
  }

  function remembered(key: string, look: () => Promise<Octokit>): Promise<Octokit> {
    const standing = known.get(key);
    if (standing !== undefined) return standing;
    const looking = look();
    known.set(key, looking);
    looking.catch(() => known.delete(key));
    return looking;
  }

  return {
    app: app.octokit,
    forRepo: (repo) => remembered(repo, () => lookUp(repo)),
    anywhere: () => remembered(NOWHERE, lookUpAny),
  };
}
