import { quoted } from '../../constructs/contracts/command';
import type { PipelineProposal } from './pipeline';
import { shellLine } from './shell-line';

/** Who commits, as Git reads it. */
export const committer = ({ as }: PipelineProposal): Readonly<Record<string, string>> => ({
  GIT_AUTHOR_NAME: 'Evenkeel',
  GIT_AUTHOR_EMAIL: as,
  GIT_COMMITTER_NAME: 'Evenkeel',
  GIT_COMMITTER_EMAIL: as,
});

/** Git asks a function of the shell for its password, so that no command ever has it as a word. */
export const credentialLine = (username: string, passwordVariable: string): string =>
  `git config credential.helper '!f() { echo "username=${username}"; echo "password=$${passwordVariable}"; }; f'`;

export const fetchLines = ({ merges }: PipelineProposal): string[] =>
  merges === undefined ? [] : [`git fetch origin ${quoted(`+refs/heads/${merges}:refs/remotes/origin/${merges}`)}`];

/** Brings what the other branch has. Where both changed one file in two ways, nothing is proposed. */
export const mergeLines = ({ merges }: PipelineProposal): string[] =>
  merges === undefined ? [] : [`git merge --no-edit ${quoted(`origin/${merges}`)}`];

/** Ends well where nothing was committed. */
const unlessNothing = ({ branch }: PipelineProposal): string =>
  `git show-ref --verify --quiet ${quoted(`refs/heads/${branch}`)} || exit 0`;

/** What is proposed is sound before anybody sees it. */
export const checkLines = (proposal: PipelineProposal): string[] => [
  unlessNothing(proposal),
  `git switch ${quoted(proposal.branch)}`,
  ...proposal.checks.map(shellLine),
];

/** @param options of `git push` */
export const pushLines = (proposal: PipelineProposal, ...options: string[]): string[] => [
  unlessNothing(proposal),
  ['git push', ...options.map(quoted), 'origin', quoted(proposal.branch)].join(' '),
];
