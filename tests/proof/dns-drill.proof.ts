import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recoveryCommands } from '../../constructs/aws/recovery-commands';
import type { CheckedCommands } from '../../constructs/contracts/recovery-commands';
import { namesMove } from '../../environments/facts/recovery';
import type { AwsSite } from '../../environments/model';
import { edgeHost, entryHost } from '../../environments/model/edge';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import prod from '../../environments/prod';
import { runDrill } from '../../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../../runbooks/drill/scenarios';
import { type Command, printedBy } from '../../runbooks/engine/command';
import { awsOnMoto } from './aws-on-moto';
import { contentSha256, keepEvidence } from './drill-records';
import { awsEdgeStack, awsPair, awsPairEdgeStack, awsPlaceOf, type EdgeOnMoto, edgeOnMoto } from './edge-on-moto';
import { NamesGround } from './names-ground';
import type { RenderedStack } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import { addressed } from './stack-copy';
import { sharedInit } from './terraform-stacks';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

/** Three probes, one every 30 s, and a record that is kept for 60 s: all of it so many times faster, the promise too. */
const faster = 30;

const wanted = ['aws_route53_zone', 'aws_route53_health_check', 'aws_route53_record'];

/** Sites on three clouds, whose drill is kept as evidence, and two regions of one cloud. */
const drilled = {
  'sites of three clouds': {
    environment: resolveEnvironment(prod, 'environments/prod.ts'),
    stackOf: async () => awsEdgeStack(),
    isKept: true,
  },
  'two regions of AWS': { environment: awsPair(), stackOf: awsPairEdgeStack, isKept: false },
} as const;

proof('Loss of the site that public names lead to', ['terraform', 'provider-aws', 'moto', 'aws-cli'], () => {
  describe.each(Object.entries(drilled))('%s', (title, { environment, stackOf, isKept }) => {
    const folder = join(session().folder, 'dns-drill', title.replaceAll(' ', '-'));
    const { edge, config } = environment;
    if (!edge) throw new Error('the environment has no edge');
    const entries = edge.order.map((site) => entryHost(site, config.domain));
    const name = edgeHost(config.domain);
    const zone = environment.sites.find((site) => site.name === edge.zoneSite) as AwsSite;

    let stack: RenderedStack;
    let copy: EdgeOnMoto['copy'];
    let targets: EdgeOnMoto['targets'];
    let moto: MotoServer;
    let terraform: Terraform;
    beforeAll(async () => {
      stack = await stackOf();
      const { accountId, region } = awsPlaceOf(stack);
      ({ copy, targets } = edgeOnMoto('dns-drill', stack, wanted));
      moto = await startMotoServer({ dir: folder, accountId });
      terraform = await createTerraform({
        env: { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: region },
        timeoutMinutes: 8,
      });
      await sharedInit(terraform)(copy);
      await terraform.apply(copy.dir, { targets });
    });
    afterAll(async () => {
      terraform?.close();
      await moto?.stop();
    });

    const printed = (command: Command): Promise<string> =>
      printedBy(awsOnMoto(moto.url, folder, zone), command, { timeoutMs: 60_000 });

    /** Does what the step of the runbook does, and looks as it looks. */
    const move = async (way: 'there' | 'back'): Promise<void> => {
      const [from = '', to = ''] = entries;
      const step: CheckedCommands = recoveryCommands.names.move(zone, {
        domain: config.domain,
        name,
        from,
        to,
        automatic: edge.automatic,
      });
      if (!('command' in step.check)) throw new Error('the step looks at nothing');
      const { command, expects, untouched } = step.check;
      if (way === 'there') expect(await printed(command)).toMatch(untouched ?? /never/);
      for (const one of way === 'there' ? step.commands : (step.undo ?? [])) await printed(one);
      expect(await printed(command)).toMatch(way === 'there' ? expects : (untouched ?? /never/));
    };

    /** The negative control: the same records, and nobody looks whether a site answers. */
    const withoutChecks = () => {
      const records = addressed(copy.document).filter(
        ({ type, address }) => type === 'aws_route53_record' && targets.includes(address),
      );
      const unchecked = records
        .filter(({ text }) => text.includes('health_check_id'))
        .map((record) => [record.name, { health_check_id: null }]);
      expect(unchecked.length).toBeGreaterThan(0);
      const override = { resource: { aws_route53_record: Object.fromEntries(unchecked) } };
      writeFileSync(join(copy.dir, 'unchecked_override.tf.json'), JSON.stringify(override));
    };

    it('is left by the names by themselves, and by the commands of the runbook; they come back', async () => {
      const record = await runDrill(
        {
          scenario: drillScenarioDetails['name-failover'],
          ground: 'test',
          from: `${edge.order[0]}, with time ${faster} times faster`,
          to: edge.order[1] ?? '',
          open: async (mechanism) => {
            if (mechanism === 'off') {
              withoutChecks();
              await terraform.apply(copy.dir, { targets });
            }
            return NamesGround.open({ url: moto.url, name, entries, faster, move });
          },
        },
        {
          environment: 'proof',
          releaseSha256: contentSha256(stack.json),
          promised: { rpoSeconds: 60, rtoSeconds: (namesMove.minutes * 60) / faster },
          writeSeconds: 1,
          patienceSeconds: 15,
          controlPatienceSeconds: 6,
          pollMilliseconds: 100,
        },
      );
      expect(record.reasons).toEqual([]);
      const [on, off] = record.runs;
      expect(on?.events.find(({ kind }) => kind === 'good-read')?.what).toContain(entries[1]);
      expect(off?.measured.rtoSeconds).toBeUndefined();
      if (isKept) expect(keepEvidence(record).verdict).toBe('passed');
    });
  });
});
