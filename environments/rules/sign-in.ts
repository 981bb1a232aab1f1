import type { EnvironmentRule } from './rule';

/** MLflow believes whom the gateway lets in; where data is restricted, one of the two must ask people who they are. */
export const signInRule: EnvironmentRule = ({ services, dataClass }) => {
  const { tracking, gateway } = services ?? {};
  if (dataClass !== 'restricted' || tracking === undefined) return [];
  if (tracking.authentication === 'basic' || gateway?.oidc !== undefined) return [];
  return [
    {
      code: 'SERVICE_CONFLICT',
      place: 'services.tracking.authentication',
      message: 'neither the gateway nor MLflow asks people who they are, and the data is restricted',
      value: tracking.authentication,
      allowed: ['basic', 'gateway, with services.gateway.oidc'],
      fix: "set services.gateway.oidc, or authentication: 'basic'",
    },
  ];
};
