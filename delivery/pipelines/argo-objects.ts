import type { ITemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/Template';
import type { IWorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate';

export type Template = ITemplate;
export type Task = NonNullable<NonNullable<ITemplate['dag']>['tasks']>[number];
export type WorkflowSpec = IWorkflowTemplate['spec'];

/** Values of a team's own that no file of the repository holds, by key: `image` by its digest, and ids that Azure makes up. */
export const settingsMap = 'evenkeel-pipeline';

/** A parameter that comes out of the team's own values. */
export const fromSettings = (key: string): string => `{{workflow.parameters.${key}}}`;

const settingsIn = (spec: WorkflowSpec): string[] => [
  ...new Set(
    [...JSON.stringify(spec).matchAll(/\{\{workflow\.parameters\.((?:image|CLIENT_ID_)[\w-]*)\}\}/g)].map(
      ([, key]) => key ?? '',
    ),
  ),
];

/** A template of a workflow, with what all of ours have in common. */
export function workflowObject(
  metadata: { readonly name: string; readonly namespace: string },
  parameters: Readonly<Record<string, string>>,
  spec: WorkflowSpec,
): IWorkflowTemplate {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata,
    spec: {
      entrypoint: 'main',
      serviceAccountName: 'evenkeel-check',
      arguments: {
        parameters: [
          ...Object.entries(parameters).map(([name, value]) => ({ name, value })),
          ...settingsIn(spec).map((name) => ({
            name,
            valueFrom: { configMapKeyRef: { name: settingsMap, key: name } },
          })),
        ],
      },
      archiveLogs: true,
      podGC: { strategy: 'OnPodSuccess' },
      ttlStrategy: { secondsAfterSuccess: 7 * 86_400, secondsAfterFailure: 30 * 86_400 },
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...spec,
    },
  };
}
