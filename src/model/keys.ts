/** Names by which records, lanes and messages find each other. One place, so that no two spell them differently. */

export function pullRequestKey(repo: string, number: number): string {
  return `pr:${repo}#${number}`;
}

/** The one message about the pages that a merged change made wrong. */
export function driftKey(repo: string, number: number): string {
  return `drift:${repo}#${number}`;
}

export function proposalKey(proposalId: string): string {
  return `proposal:${proposalId}`;
}

export function watcherKey(watcherId: string): string {
  return `watcher:${watcherId}`;
}

/** Ours on the code host, unique for one head of one pull request. */
export function checkExternalId(repo: string, number: number, headSha: string): string {
  return `countersign:${repo}#${number}:${headSha}`;
}

/** Deliveries of one lane keep their order; chat and code host do not wait for each other. */
export function chatLane(key: string): string {
  return `chat:${key}`;
}

export function hostLane(key: string): string {
  return `host:${key}`;
}

/** Seven digits, as people know a commit. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
