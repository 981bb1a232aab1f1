import type { Cloud } from '../../environments/model';
import { awsPermissions } from './aws-permissions';
import { azurePermissions } from './azure-permissions';
import { googlePermissions } from './google-permissions';
import type { PermissionTable, Verbs } from './type-permissions';

interface CloudWords {
  readonly table: PermissionTable;
  /** How the types of its Terraform provider begin. */
  readonly prefix: string;
  /** Between what is acted on and the verb. */
  readonly sign: string;
}

/** How each cloud writes a permission, and what is known of its resources. */
export const cloudWords: Readonly<Record<Cloud, CloudWords>> = {
  aws: { table: awsPermissions, prefix: 'aws_', sign: ':' },
  google: { table: googlePermissions, prefix: 'google_', sign: '.' },
  azure: { table: azurePermissions, prefix: 'azurerm_', sign: '/' },
};

/** Permissions as the cloud writes them. */
export const writtenVerbs = (cloud: Cloud, verbs: Verbs = {}): string[] =>
  Object.entries(verbs).flatMap(([on, names]) => names.map((name) => `${on}${cloudWords[cloud].sign}${name}`));
