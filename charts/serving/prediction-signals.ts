import type { ConfigOf, serving } from '../../services';
import type { PredictionQuality } from '../../services/prediction-quality';
import type { ServedModel } from '../../services/serving-models';
import type { Alert, Panel } from '../signals';
import { measuredOf, predictionsBinned, versionsOf } from './prediction-metrics';
import { namespace } from './serving';

type Config = ConfigOf<typeof serving>;

interface Judged {
  readonly name: string;
  readonly model: ServedModel;
  readonly predictions: PredictionQuality;
}

const judged = ({ models }: Config): Judged[] =>
  Object.entries(models)
    .flatMap(([name, model]) => (model.predictions ? [{ name, model, predictions: model.predictions }] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const served = (name: string, window = '10m'): string =>
  versionsOf(`namespace="${namespace}",app="model-server",component="${name}"`, window);

/** Measured of the versions that callers have now. */
const now = (kind: 'psi' | 'error', name: string): string =>
  `(${measuredOf(kind, name)} and on (model, version) ${served(name)})`;

/** Of the versions that they have no more, as long as the data set has rows of them. */
const before = (name: string): string =>
  `min by (model) (${measuredOf('error', name)} unless on (model, version) ${served(name)})`;

const wayBack = ({ name, model: { source } }: Judged): string =>
  source.from === 'registry'
    ? `evenkeel model rollback {{ $externalLabels.environment }} ${source.model} --because '<reason>' leads callers back to the version before${
        source.alias === undefined || source.alias === 'champion' ? '' : ` (add --to ${source.alias})`
      }; first see in the report of the drift job whether the data is at fault.`
    : `Put the version before into services.serving.models.${name}.source of the environment file; first see in the report of the drift job whether the data is at fault.`;

const camel = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

function alertsOf(one: Judged): Alert[] {
  const { name } = one;
  const { driftAtMost, errorAtMost, errorNotWorseBy } = one.predictions;
  const about = { for: '5m', severity: 'ticket', action: wayBack(one) } as const;
  const asked = [
    ...(driftAtMost === undefined ? [] : (['psi'] as const)),
    ...(errorAtMost === undefined && errorNotWorseBy === undefined ? [] : (['error'] as const)),
  ];
  return [
    ...(driftAtMost === undefined
      ? []
      : [
          {
            ...about,
            name: `Model${camel(name)}VersionDrifted`,
            expression: `${now('psi', name)} > ${driftAtMost}`,
            summary: `Version {{ $labels.version }} of ${name} predicts otherwise than its reference: index {{ $value | humanize }}, at most ${driftAtMost} is allowed.`,
          },
        ]),
    ...(errorAtMost === undefined
      ? []
      : [
          {
            ...about,
            name: `Model${camel(name)}VersionWrong`,
            expression: `${now('error', name)} > ${errorAtMost}`,
            summary: `Labels came: the error of version {{ $labels.version }} of ${name} is {{ $value | humanize }}, at most ${errorAtMost} is allowed.`,
          },
        ]),
    ...(errorNotWorseBy === undefined
      ? []
      : [
          {
            ...about,
            name: `Model${camel(name)}VersionWorse`,
            expression: `${now('error', name)} - on (model) group_left () ${before(name)} > ${errorNotWorseBy}`,
            summary: `Labels came: the error of version {{ $labels.version }} of ${name} is {{ $value | humanize }} above that of a version before, at most ${errorNotWorseBy} is allowed.`,
          },
        ]),
    ...(asked.length === 0
      ? []
      : [
          {
            name: `Model${camel(name)}VersionUnmeasured`,
            expression: asked
              .map((kind) => `(${served(name)} unless on (model, version) ${measuredOf(kind, name)})`)
              .join(' or '),
            for: '2d',
            severity: 'ticket' as const,
            summary: `Version {{ $labels.version }} of ${name} has answered for two days, and nobody measured what it is judged by.`,
            action: `Look whether services.modelMonitoring has the model ${name} with versions and labels, whether its current data set has rows of {{ $labels.version }}, and whether labels come.`,
          },
        ]),
  ];
}

/** Watches what a canary could not wait for, by the same bounds. */
export const predictionAlerts = (config: Config): Alert[] => judged(config).flatMap(alertsOf);

export const predictionPanels = (config: Config): Panel[] =>
  judged(config).map(({ name }) => ({
    title: `Predictions of ${name} by version and bin`,
    unit: 'ops',
    queries: {
      '{{version}} {{bin}}': `sum by (version, bin) (rate(${predictionsBinned}{namespace="${namespace}",component="${name}"}[5m]))`,
    },
  }));
