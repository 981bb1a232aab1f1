import type { SizingStep } from '../define-blueprint';

interface NotebooksSize {
  readonly settings: { readonly maxServers: number; readonly maxUsers: number };
  readonly steps: readonly SizingStep[];
}

/** Half of the people work at the same time; idle servers are stopped. */
const atWorkShare = 0.5;
/** As many as the service takes. */
const mostServers = 200;
const mostUsers = 2000;

/** Notebook servers at a time, and homes. Who finds no server waits for one. */
export function notebooksSize(people: number): NotebooksSize {
  const atOnce = Math.ceil(people * atWorkShare);
  const maxServers = Math.min(mostServers, atOnce);
  return {
    settings: { maxServers, maxUsers: Math.min(mostUsers, people) },
    steps: [
      {
        what: 'notebook servers at a time, where sign-in is given',
        arithmetic: `${people} people x ${atWorkShare} = ${atOnce}${atOnce > maxServers ? `; at most ${maxServers}` : ''}`,
      },
    ],
  };
}
