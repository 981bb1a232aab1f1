import { Construct } from 'constructs';
import { kebabCase } from '../../constructs/contracts';
import { type DatabaseKind, databaseNeed, databases } from '../../services';
import { captureSlot, isOwnCapture } from '../../services/captures';
import type { ServiceChartProps } from '../chart-context';
import { addGrantsJob } from '../second-users/grants-job';
import { captureSql } from '../second-users/scripts';
import { WaveChart } from '../wave-chart';
import { addAccess } from './access';
import { bucketSettings } from './bucket-settings';

const kinds: readonly DatabaseKind[] = ['postgres', 'documents', 'caches'];

function bound<B>(binding: B | undefined, need: string): B {
  if (!binding) throw new Error(`${databases.name}: nothing is bound to ${need}`);
  return binding;
}

/** The databases themselves are made by their needs; here is only who may use them, and where buckets are. */
export class DatabasesChart extends Construct {
  constructor(scope: Construct, id: string, { context, config, bindings }: ServiceChartProps<typeof databases>) {
    super(scope, id);
    const chart = new WaveChart(this, { context, wave: 'services', name: databases.name, owner: databases.name });
    const nameOf = (need: string) => `${databases.name}-${kebabCase(need)}`;
    for (const kind of kinds) {
      for (const [one, { usedFrom }] of Object.entries(config[kind])) {
        const need = databaseNeed(kind, one);
        const { secretName, egress } = bound(bindings[need], need);
        addAccess(chart, { name: nameOf(need), secretName, egress, usedFrom });
      }
    }
    for (const capture of context.services.streaming?.captures ?? []) {
      if (!isOwnCapture(capture) || capture.database !== 'postgres') continue;
      const need = databaseNeed('postgres', capture.from);
      const binding = bound(bindings[need], need);
      const second = bound(binding.users?.capture, `${need}: capture`);
      addGrantsJob(chart, {
        name: `${nameOf(need)}-grants`,
        namespace: databases.namespace,
        owner: databases.name,
        binding,
        second,
        grants: captureSql(second.username, captureSlot(capture), capture.tables),
      });
    }
    for (const one of Object.keys(config.buckets)) {
      const need = databaseNeed('buckets', one);
      bucketSettings(chart, nameOf(need), bound(bindings[need], need));
    }
  }
}
