// A commit number as people read it.

const COMMITS_PER_TERM = 2 ** 32;

/** `term·position`: a commit number is term × 2³² + the position in that term. */
export function formatCommit(commit) {
  return `${Math.floor(commit / COMMITS_PER_TERM)}·${commit % COMMITS_PER_TERM}`;
}
