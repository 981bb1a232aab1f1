import type { CloudSite } from '../../environments/model';

/**
 * Fields with a word of protection that no promise looks at, by cloud, each with the reason. May only become fewer: one
 * that a promise looks at fails the test, like one that is gone.
 */
export const unguarded: Readonly<Record<CloudSite['cloud'], Readonly<Record<string, string>>>> = {
  aws: {
    'data aws_db_instance iam_database_authentication_enabled':
      'a second way to sign in, for people with rights of IAM; services use the password that is promised',
  },
  google: {},
  azure: {
    'state azurerm_key_vault network_acls.bypass':
      'the vault of the state is made before there is a network and answers all of them: nothing has to pass by its rules',
  },
};
