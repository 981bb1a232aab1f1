/** Everything of a procedure that outlives a run, relative to the repository: ignored by Git. */
export const workRoot = '.evenkeel';
