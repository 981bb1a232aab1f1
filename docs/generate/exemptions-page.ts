import type { ScanExemption } from '../../policies';
import { type ExemptionKind, exemptionKinds } from '../../policies/scan/scan';
import { stackExemptions } from '../../policies/scan/stack-exemptions';
import { workloadExemptions } from '../../policies/scan/workload-exemptions';
import { code, markdownPage, table } from './page';

const whereOf = ({ type, where }: ScanExemption): string =>
  [...(type === '*' ? [] : [code(type)]), ...(where ? [code(where.source.replaceAll('\\', ''))] : [])].join(' in ') ||
  'everywhere';

const exemptionTable = (exemptions: readonly ScanExemption[]): string =>
  table(
    ['check', 'where', 'kind', 'reason', 'until'],
    exemptions.map((exemption) => [
      code(exemption.check),
      whereOf(exemption),
      exemption.kind,
      exemption.reason,
      exemption.until,
    ]),
  );

const kinds = Object.keys(exemptionKinds) as ExemptionKind[];

export const exemptionsPage = (): string =>
  markdownPage('Exempted checks', [
    'checkov scans the stacks of every example environment, and the rendered workloads of one site of each cloud. No check fails but these. One that fails nothing any more, or is past its day, fails the proof `checkov`.',
    kinds.map((kind) => `- ${code(kind)}: ${exemptionKinds[kind]}`).join('\n'),
    '## Stacks',
    exemptionTable(stackExemptions),
    '## Workloads',
    exemptionTable(workloadExemptions),
  ]);
