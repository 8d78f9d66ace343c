import { isUtf8 } from 'node:buffer';
import { z } from 'zod';

const User = z.object({ login: z.string() }).nullable();
const Signature = z.object({ name: z.string(), date: z.string() });
const Repository = z.object({
  full_name: z.string(),
  description: z.string().nullable(),
  default_branch: z.string(),
  private: z.boolean(),
});
const Side = z.object({ ref: z.string(), sha: z.string() });
const Pull = z.object({
  number: z.number(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean(),
  title: z.string(),
  body: z.string().nullable(),
  user: User,
  created_at: z.string(),
  closed_at: z.string().nullable(),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
  merged_by: User.optional(),
  head: Side,
  base: Side,
});
const Commit = z.object({
  sha: z.string(),
  commit: z.object({ message: z.string(), author: Signature }),
  author: User,
  parents: z.array(z.object({ sha: z.string() })),
});
const ChangedFile = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  additions: z.number(),
  deletions: z.number(),
  patch: z.string().optional(),
});
const FullCommit = Commit.extend({ files: z.array(ChangedFile) });
const Comparison = z.object({ commits: z.array(Commit), files: z.array(ChangedFile) });
const CheckRun = z.object({
  id: z.number(),
  head_sha: z.string(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  completed_at: z.string().nullable(),
  details_url: z.string().nullable(),
  output: z.object({
    title: z.string().nullable(),
    summary: z.string().nullable(),
    text: z.string().nullable(),
    annotations_count: z.number(),
  }),
});
const Annotation = z.object({
  path: z.string(),
  start_line: z.number(),
  end_line: z.number(),
  annotation_level: z.string(),
  message: z.string(),
});
const Entry = z.object({ name: z.string(), path: z.string(), type: z.string() });
const FileContent = z.object({ path: z.string(), size: z.number(), content: z.string(), encoding: z.string() });
const Contents = z.union([z.array(Entry), FileContent]);
const Branch = z.object({ name: z.string() });

export type Repository = z.infer<typeof Repository>;
export type Pull = z.infer<typeof Pull>;
export type Commit = z.infer<typeof Commit>;
export type FullCommit = z.infer<typeof FullCommit>;
export type ChangedFile = z.infer<typeof ChangedFile>;
export type Comparison = z.infer<typeof Comparison>;
export type CheckRun = z.infer<typeof CheckRun>;
export type Annotation = z.infer<typeof Annotation>;
export type Entry = z.infer<typeof Entry>;
export type FileContent = z.infer<typeof FileContent>;

/** What the pages show was read over the interface everybody else uses. */
export type Reader = ReturnType<typeof readerOf>;

const PAGE = 100;

/** Reads as whoever `token` belongs to. Each answers null where GitHub says 404, and throws on anything unexpected. */
export function readerOf(url: string, token: string) {
  async function get<T>(shape: z.ZodType<T>, path: string): Promise<T | null> {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`GET ${path} was answered with ${response.status}.`);
    return shape.parse(await response.json());
  }
  const at = (repo: string, rest: string) => `/repos/${repo}${rest}`;
  const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

  return {
    repository: (repo: string) => get(Repository, at(repo, '')),
    branches: async (repo: string) =>
      ((await get(z.array(Branch), at(repo, `/branches?per_page=${PAGE}`))) ?? []).map(({ name }) => name),
    pulls: async (repo: string, state: 'open' | 'closed') =>
      (await get(z.array(Pull), at(repo, `/pulls?state=${state}&per_page=${PAGE}`))) ?? [],
    pull: (repo: string, number: number) => get(Pull, at(repo, `/pulls/${number}`)),
    commits: (repo: string, ref: string, limit = 50) =>
      get(z.array(Commit), at(repo, `/commits?sha=${encodeURIComponent(ref)}&per_page=${limit}`)),
    lastChange: async (repo: string, ref: string, path: string) => {
      const query = new URLSearchParams({ sha: ref, path, per_page: '1' });
      return (await get(z.array(Commit), at(repo, `/commits?${query}`)))?.[0] ?? null;
    },
    commit: (repo: string, sha: string) => get(FullCommit, at(repo, `/commits/${encoded(sha)}`)),
    compare: (repo: string, base: string, head: string) => get(Comparison, at(repo, `/compare/${base}...${head}`)),
    checkRuns: async (repo: string, sha: string) =>
      (await get(z.object({ check_runs: z.array(CheckRun) }), at(repo, `/commits/${sha}/check-runs`)))?.check_runs ??
      [],
    checkRun: (repo: string, id: number) => get(CheckRun, at(repo, `/check-runs/${id}`)),
    annotations: async (repo: string, id: number) => {
      const shape = z.union([
        z.array(Annotation),
        z.object({ check_annotations: z.array(Annotation) }).transform((all) => all.check_annotations),
      ]);
      return (await get(shape, at(repo, `/check-runs/${id}/annotations?per_page=${PAGE}`))) ?? [];
    },
    contents: (repo: string, path: string, ref: string) =>
      get(Contents, at(repo, `/contents/${encoded(path)}?ref=${encodeURIComponent(ref)}`)),
    readme: (repo: string, ref: string) => get(FileContent, at(repo, `/readme?ref=${encodeURIComponent(ref)}`)),
  };
}

/** Null when the bytes are no UTF-8 text. */
export function textOf(file: FileContent): string | null {
  const bytes = Buffer.from(file.content, 'base64');
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : null;
}
