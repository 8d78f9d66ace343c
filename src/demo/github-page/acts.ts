import { z } from 'zod';
import {
  breakApi,
  mergeAnotherRename,
  openAnotherBreak,
  pushHarmlessCommit,
  restoreApi,
  StoryEnds,
} from '../next-chapters.ts';
import { type People, REPO } from '../story.ts';
import { pathTo } from './html.ts';

const id = z.coerce.number().int().positive();
const repo = z.string().regex(/^[\w.-]+\/[\w.-]+$/);
const OnPull = { repo, number: id };
const ActInput = z.discriminatedUnion('act', [
  z.object({ act: z.literal('open-break'), repo: z.literal(REPO) }),
  z.object({ act: z.literal('merge-rename'), repo: z.literal(REPO) }),
  z.object({ act: z.literal('push'), ...OnPull, repo: z.literal(REPO) }),
  z.object({ act: z.literal('fix-api'), ...OnPull, repo: z.literal(REPO) }),
  z.object({ act: z.literal('break-api'), ...OnPull, repo: z.literal(REPO) }),
  z.object({ act: z.literal('merge'), ...OnPull, sha: z.string().regex(/^[0-9a-f]{40}$/) }),
  z.object({ act: z.literal('rerun'), repo, run: id }),
]);
type ActInput = z.infer<typeof ActInput>;

export type Acted = { ok: true; to: string | null } | { ok: false; status: number; sentence: string; repo?: string };

/** Carries out what buttons ask for, as Alice, one after the other so that no two find the same branch free. */
export function createActs(people: People): (fields: Record<string, string>) => Promise<Acted> {
  let last: Promise<unknown> = Promise.resolve();
  return (fields) => {
    const parsed = ActInput.safeParse(fields);
    if (!parsed.success) {
      const sentence = 'That is not something a button here can do. Go back and load the page again.';
      return Promise.resolve({ ok: false, status: 400, sentence });
    }
    const acted = last.then(() => attempt(people, parsed.data));
    last = acted;
    return acted;
  };
}

async function attempt(people: People, input: ActInput): Promise<Acted> {
  try {
    return { ok: true, to: await carryOut(people, input) };
  } catch (thrown) {
    if (thrown instanceof StoryEnds) return { ok: false, status: 409, sentence: thrown.message, repo: input.repo };
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, status: 422, sentence: `GitHub refused it: ${said}. Nothing more was done.`, repo: input.repo };
  }
}

/** Answers where to go next; null is back to where the button was. */
async function carryOut(people: People, input: ActInput): Promise<string | null> {
  const alice = people.as('alice');
  switch (input.act) {
    case 'open-break':
      return pathTo(REPO, 'pull', await openAnotherBreak(people));
    case 'merge-rename':
      return pathTo(REPO, 'pull', await mergeAnotherRename(people));
    case 'rerun':
      await alice.rerequest(input.repo, input.run);
      return null;
    case 'merge': {
      const { head } = await openPull(people, input);
      if (head.sha !== input.sha)
        throw new StoryEnds('Somebody pushed to this branch meanwhile. Look at the pull request again, then merge it.');
      await alice.merge(input.repo, input.number);
      return pathTo(input.repo, 'pull', input.number);
    }
    case 'push':
      await pushHarmlessCommit(people, (await openPull(people, input)).head.ref);
      return pathTo(input.repo, 'pull', input.number);
    case 'fix-api': {
      const { head, base } = await openPull(people, input);
      await restoreApi(people, head.ref, base.ref);
      return pathTo(input.repo, 'pull', input.number);
    }
    case 'break-api':
      await breakApi(people, (await openPull(people, input)).head.ref);
      return pathTo(input.repo, 'pull', input.number);
  }
}

type PullSides = { state: string; head: { ref: string; sha: string }; base: { ref: string } };

async function openPull(people: People, about: { repo: string; number: number }): Promise<PullSides> {
  const pull = (await people.as('alice').call('GET', `/repos/${about.repo}/pulls/${about.number}`)) as PullSides;
  if (pull.state === 'open') return pull;
  throw new StoryEnds(`Pull request #${about.number} is not open any more, so nothing was done.`);
}
