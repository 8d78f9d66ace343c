import { tokenOf } from './seed.ts';

/** New content by path; null removes the file. */
export type Files = Record<string, string | Uint8Array | null>;

export type CheckRun = {
  id: number;
  name: string;
  externalId: string;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  detailsUrl: string | null;
  annotations: number;
};

/** What a person does on GitHub with git and a browser, over the same interface as anybody else. */
export type GithubHands = ReturnType<typeof actAs>;

export function actAs(url: string, login: string) {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenOf(login)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? null : JSON.parse(text);
    if (!response.ok) throw new Error(`${method} ${path} as ${login}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async function head(repo: string, branch: string): Promise<string | null> {
    const refs = (await call('GET', `/repos/${repo}/git/matching-refs/heads/${branch}`)) as {
      ref: string;
      object: { sha: string };
    }[];
    return refs.find(({ ref }) => ref === `refs/heads/${branch}`)?.object.sha ?? null;
  }

  async function treeOf(repo: string, commit: string): Promise<Map<string, { sha: string; mode: string }>> {
    const { tree } = (await call('GET', `/repos/${repo}/git/trees/${commit}?recursive=1`)) as {
      tree: { path: string; sha: string; mode: string; type: string }[];
    };
    return new Map(tree.filter(({ type }) => type === 'blob').map(({ path, sha, mode }) => [path, { sha, mode }]));
  }

  async function writeCommit(
    repo: string,
    request: { tree: string; parents: string[]; message: string; at?: string },
  ): Promise<string> {
    const { at, ...rest } = request;
    const { name, email } = (await call('GET', '/user')) as { name: string | null; email: string | null };
    const person = {
      name: name ?? login,
      email: email ?? `${login}@users.noreply.github.com`,
      ...(at === undefined ? {} : { date: at }),
    };
    const { sha } = (await call('POST', `/repos/${repo}/git/commits`, { ...rest, author: person })) as { sha: string };
    return sha;
  }

  async function entries(repo: string, files: Files) {
    return Promise.all(
      Object.entries(files).map(async ([path, content]) => {
        const entry = { path, mode: '100644', type: 'blob' };
        if (content === null) return { ...entry, sha: null };
        const body = { content: Buffer.from(content).toString('base64'), encoding: 'base64' };
        const { sha } = (await call('POST', `/repos/${repo}/git/blobs`, body)) as { sha: string };
        return { ...entry, sha };
      }),
    );
  }

  async function point(repo: string, branch: string, sha: string, force: boolean): Promise<void> {
    if ((await head(repo, branch)) === null)
      await call('POST', `/repos/${repo}/git/refs`, { ref: `refs/heads/${branch}`, sha });
    else await call('PATCH', `/repos/${repo}/git/refs/heads/${branch}`, { sha, force });
  }

  /** Merges the base into the head as a person would before merging, a file at a time, the head winning. */
  async function bringUpToDate(
    repo: string,
    pull: { head: { ref: string; sha: string }; base: { ref: string } },
  ): Promise<void> {
    const base = await head(repo, pull.base.ref);
    if (base === null) throw new Error(`${repo} has no branch ${pull.base.ref}.`);
    const compared = (await call('GET', `/repos/${repo}/compare/${base}...${pull.head.sha}`)) as {
      merge_base_commit: { sha: string };
    };
    const fork = compared.merge_base_commit.sha;
    if (fork === base) return;
    const [before, theirs] = [await treeOf(repo, fork), await treeOf(repo, base)];
    const ours = await treeOf(repo, pull.head.sha);
    const merged = new Map(theirs);
    for (const path of new Set([...before.keys(), ...ours.keys()])) {
      const entry = ours.get(path);
      if (entry?.sha === before.get(path)?.sha) continue;
      if (entry === undefined) merged.delete(path);
      else merged.set(path, entry);
    }
    const tree = [...merged].map(([path, { sha, mode }]) => ({ path, mode, type: 'blob', sha }));
    const { sha } = (await call('POST', `/repos/${repo}/git/trees`, { tree })) as { sha: string };
    const message = `Merge branch '${pull.base.ref}' into ${pull.head.ref}`;
    await point(
      repo,
      pull.head.ref,
      await writeCommit(repo, { tree: sha, parents: [pull.head.sha, base], message }),
      false,
    );
  }

  return {
    login,
    call,
    head,

    /** Commits and pushes; creates the branch when there is none. `at` (ISO 8601) makes the SHA the same every time. */
    async commit(repo: string, branch: string, message: string, files: Files, at?: string): Promise<string> {
      const parent = await head(repo, branch);
      const base =
        parent === null
          ? {}
          : {
              base_tree: ((await call('GET', `/repos/${repo}/git/commits/${parent}`)) as { tree: { sha: string } }).tree
                .sha,
            };
      const { sha: tree } = (await call('POST', `/repos/${repo}/git/trees`, {
        ...base,
        tree: await entries(repo, files),
      })) as { sha: string };
      const request = { tree, parents: parent === null ? [] : [parent], message, ...(at === undefined ? {} : { at }) };
      const sha = await writeCommit(repo, request);
      await point(repo, branch, sha, false);
      return sha;
    },

    async branch(repo: string, name: string, from = 'main'): Promise<string> {
      const sha = await head(repo, from);
      if (sha === null) throw new Error(`${repo} has no branch ${from}.`);
      await point(repo, name, sha, false);
      return sha;
    },

    /** Points a branch at another commit, whatever it held before. */
    async forcePush(repo: string, branch: string, sha: string): Promise<void> {
      await point(repo, branch, sha, true);
    },

    async openPullRequest(
      repo: string,
      request: { head: string; base?: string; title: string; body?: string; draft?: boolean },
    ): Promise<number> {
      const { number } = (await call('POST', `/repos/${repo}/pulls`, { base: 'main', ...request })) as {
        number: number;
      };
      return number;
    },

    async closePullRequest(repo: string, number: number): Promise<void> {
      await call('PATCH', `/repos/${repo}/pulls/${number}`, { state: 'closed' });
    },

    async merge(repo: string, number: number): Promise<string> {
      const pull = (await call('GET', `/repos/${repo}/pulls/${number}`)) as {
        head: { ref: string; sha: string };
        base: { ref: string };
      };
      await bringUpToDate(repo, pull);
      const { sha } = (await call('PUT', `/repos/${repo}/pulls/${number}/merge`, { merge_method: 'merge' })) as {
        sha: string;
      };
      return sha;
    },

    /** Asks for our check once more, as the button on GitHub does. */
    async rerequest(repo: string, checkRunId: number): Promise<void> {
      await call('POST', `/repos/${repo}/check-runs/${checkRunId}/rerequest`, {});
    },

    async checkRuns(repo: string, ref: string): Promise<CheckRun[]> {
      const { check_runs: runs } = (await call('GET', `/repos/${repo}/commits/${ref}/check-runs?filter=all`)) as {
        check_runs: RawRun[];
      };
      return runs.map((run) => ({
        id: run.id,
        name: run.name,
        externalId: run.external_id,
        status: run.status,
        conclusion: run.conclusion,
        title: run.output.title,
        summary: run.output.summary,
        detailsUrl: run.details_url,
        annotations: run.output.annotations_count,
      }));
    },

    /** Text of a file on a branch or at a commit; null when it is not there. */
    async read(repo: string, path: string, ref = 'main'): Promise<string | null> {
      const sha = (await head(repo, ref)) ?? ref;
      const entry = (await treeOf(repo, sha)).get(path);
      if (entry === undefined) return null;
      const blob = (await call('GET', `/repos/${repo}/git/blobs/${entry.sha}`)) as { content: string };
      return Buffer.from(blob.content, 'base64').toString('utf8');
    },
  };
}

type RawRun = {
  id: number;
  name: string;
  external_id: string;
  status: string;
  conclusion: string | null;
  details_url: string | null;
  output: { title: string | null; summary: string | null; annotations_count: number };
};
