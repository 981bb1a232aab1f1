import { edgeHealthPath } from '../../constructs/contracts/edge';
import { type EdgePlan, edgeHost, entryHost } from '../../environments/model/edge';
import type { Command } from '../engine/command';
import { type RecoveryScope, siteOf } from './recovery-scope';
import { checkedStep, type RecoveryStep } from './site-steps';

/** Asks as a caller does, through edge and gateway. */
const asked = (host: string): Command => ({
  program: 'curl',
  args: [
    '--silent',
    '--show-error',
    '--max-time',
    '20',
    '--output',
    '/dev/null',
    '--write-out',
    '%{http_code}',
    `https://${host}${edgeHealthPath}`,
  ],
});

/** Where both sites stand behind one edge of their cloud, that leads to the other one too. */
function leadSteps(scope: RecoveryScope, edge: EdgePlan, from: string, to: string): RecoveryStep[] {
  const { peers } = edge.sites[to] ?? {};
  if (!peers?.order.includes(from)) return [];
  const { site: first, commands } = siteOf(scope, peers.first);
  const led = commands.names.lead?.({ first, from, to, automatic: edge.automatic });
  if (!led) return [];
  return [
    checkedStep(
      {
        id: 'lead-edge',
        title: `Lead the edge of ${peers.first} to ${to}`,
        owner: 'platform-on-call',
        timeoutMinutes: 20,
        // What Front Door is told is known everywhere after some minutes.
        expectedMinutes: 5,
        again: 'harmless',
        whenItFails: edge.automatic
          ? `The edge leads on by itself once ${from} answers no more`
          : `Switch the origin of ${to} on and that of ${from} off by hand`,
        ...(edge.automatic ? { mayFail: `the edge leaves ${from} by itself once its probes fail` } : {}),
      },
      led,
    ),
  ];
}

/** Moves the public name to a site and asks it. Nothing where nothing of the environment is public. */
export function nameSteps(scope: RecoveryScope, from: string, to: string): RecoveryStep[] {
  const { edge, domain } = scope;
  if (!edge?.sites[to]) return [];
  const [entry, left] = [entryHost(to, domain), entryHost(from, domain)];
  const zone = siteOf(scope, edge.zoneSite);
  const name = edgeHost(domain);
  return [
    {
      id: 'ask-entry',
      title: `Ask the edge of ${to}`,
      owner: 'platform-on-call',
      timeoutMinutes: 10,
      expectedMinutes: 1,
      reaches: [{ name: to, required: true }],
      again: 'harmless',
      action: { summary: 'nothing is changed', run: async () => undefined },
      verify: { command: asked(entry), expects: /^200$/m, says: `answer of ${entry}` },
      whenItFails: `Look at the gateway of ${to}: callers must not be sent where nobody answers`,
    },
    ...leadSteps(scope, edge, from, to),
    checkedStep(
      {
        id: 'move-names',
        title: `Lead ${name} to ${to}`,
        owner: 'platform-on-call',
        timeoutMinutes: 10,
        expectedMinutes: 3,
        again: 'harmless',
        whenItFails: edge.automatic
          ? `Where the zone cannot be changed, names follow the health checks by themselves once ${from} answers no more`
          : 'Change the record by hand at whoever keeps the zone',
        ...(edge.automatic ? { mayFail: `names leave ${from} by themselves once its health checks fail` } : {}),
      },
      zone.commands.names.move(zone.site, { domain, name, from: left, to: entry, automatic: edge.automatic }),
    ),
  ];
}
