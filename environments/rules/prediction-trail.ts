import type { EnvironmentRule } from './rule';

/** What was asked about people is as restricted as the data itself: its key must be one that is theirs alone. */
export const predictionTrailRule: EnvironmentRule = ({ services, dataClass }) => {
  const { serving } = services ?? {};
  if (dataClass !== 'restricted' || !serving?.trail?.inputs || serving.ownKey) return [];
  return [
    {
      code: 'SERVICE_CONFLICT',
      place: 'services.serving.trail.inputs',
      message: "the data is restricted, and what is asked of models would be written down under the site's common key",
      value: true,
      allowed: ['true, with services.serving.ownKey', 'false'],
      fix: 'set services.serving.ownKey, or trail.inputs to false: then the trail has only marks of the inputs',
    },
  ];
};
