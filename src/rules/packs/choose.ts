import type { PackChoice } from '../../model/decision.ts';
import type { EVENT_TRIGGERS, StoredPack } from '../../model/pack.ts';
import { countOf } from '../../shared/text.ts';
import { globMatcher } from './globs.ts';

/** What choosing looks at. `changedPaths` holds both names of a renamed file. */
export type ChoiceFacts = {
  repo: string;
  trigger: (typeof EVENT_TRIGGERS)[number];
  changedPaths: readonly string[];
  /** True when the host would not list every changed file; a pack that may concern one of the rest is then used. */
  filesTruncated?: boolean;
};

/** Which packs judge a change (Track A), each with the reason; in the order of their ids. */
export function choosePacks(packs: readonly StoredPack[], facts: ChoiceFacts): PackChoice[] {
  return choose(packs, (pack) => {
    if (!pack.trackA.enabled) return no('its gate (Track A) is switched off');
    if (!listensTo(pack, facts.trigger)) {
      return no(`it does not listen to ${facts.trigger}, only to ${pack.scope.eventTriggers.join(', ')}`);
    }
    return inScope(pack, facts);
  });
}

/**
 * Asking again (`manual`) brings every pack that any push would: were it fewer, a request could take a red gate away.
 */
function listensTo({ scope }: StoredPack, trigger: ChoiceFacts['trigger']): boolean {
  return trigger === 'manual' || scope.eventTriggers.includes(trigger);
}

/** Which packs look for pages that a merged change made wrong (Track B), each with the reason. */
export function choosePacksForDrift(
  packs: readonly StoredPack[],
  facts: Pick<ChoiceFacts, 'repo' | 'changedPaths' | 'filesTruncated'>,
): PackChoice[] {
  return choose(packs, (pack) => {
    if (!pack.trackB.enabled) return no('its drift search (Track B) is switched off');
    if (!pack.trackB.inputSources.some((source) => source.type === 'github_pr' && source.enabled)) {
      return no('pull requests are not among its input sources');
    }
    return inScope(pack, facts);
  });
}

type Answer = { chosen: boolean; why: string };

function choose(packs: readonly StoredPack[], judge: (pack: StoredPack) => Answer): PackChoice[] {
  return [...packs]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((pack) => {
      const { chosen, why } =
        pack.status === 'active' ? judge(pack) : no(`it is ${pack.status === 'draft' ? 'a draft' : 'archived'}`);
      return { packId: pack.id, name: pack.name, version: pack.version, versionHash: pack.versionHash, chosen, why };
    });
}

function inScope({ scope }: StoredPack, facts: Omit<ChoiceFacts, 'trigger'>): Answer {
  const place = repoAnswer(scope, facts.repo);
  if (!place.chosen || scope.pathGlobs === undefined || scope.pathGlobs.length === 0) return place;
  const hits = facts.changedPaths.filter(globMatcher(scope.pathGlobs));
  if (hits.length > 0)
    return yes(
      `${place.why}, and it changes ${hits[0]}${hits.length > 1 ? ` and ${countOf(hits.length - 1, 'more file')}` : ''} in its paths`,
    );
  if (facts.filesTruncated === true)
    return yes(`${place.why}, and the list of changed files is cut, so one of its paths may be among the rest`);
  return no(
    `no changed file is in its paths (${scope.pathGlobs.slice(0, 3).join(', ')}${scope.pathGlobs.length > 3 ? ', …' : ''})`,
  );
}

function repoAnswer(scope: StoredPack['scope'], repo: string): Answer {
  const { type, ref, repoAllowlist } = scope;
  const listed =
    repoAllowlist === undefined || repoAllowlist.length === 0
      ? null
      : repoAllowlist.some((name) => sameRepo(name, repo));
  if (listed === false) return no(`${repo} is not on its allowlist`);
  switch (type) {
    case 'workspace':
      return yes(listed === true ? `${repo} is on its allowlist` : 'it is for the whole workspace');
    case 'repo':
      if (ref !== undefined) return sameRepo(ref, repo) ? yes(`it is for ${repo}`) : no(`it is for ${ref}`);
      return listed === true ? yes(`${repo} is on its allowlist`) : no('it is for one repository and names none');
    case 'service':
      if (listed === true)
        return yes(`${repo} is on the allowlist of the service${ref === undefined ? '' : ` ${ref}`}`);
      return ref !== undefined && sameRepo(repo.split('/')[1] ?? '', ref)
        ? yes(`${repo} carries the name of the service ${ref}`)
        : no(`it is for the service ${ref ?? '(unnamed)'} and lists no repositories`);
  }
}

/** GitHub ignores case in owner and name. */
function sameRepo(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function yes(why: string): Answer {
  return { chosen: true, why };
}

function no(why: string): Answer {
  return { chosen: false, why };
}
