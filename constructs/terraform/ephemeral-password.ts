import { ref, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { shortHash } from '../contracts';

/**
 * A password that exists only while Terraform runs: an ephemeral value, so it may be handed to write-only arguments and
 * reaches neither state nor plan. Letters and digits. Returns the Terraform expression of the password, as a token: cdktf
 * would escape a plain `${…}` inside its functions, and the text of the expression would become the password.
 */
export function ephemeralPassword(scope: Construct, id: string, length: number): string {
  const stack = TerraformStack.of(scope);
  const path = `${scope.node.path.slice(stack.node.path.length + 1)}/${id}`;
  const name = `${path.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_/, '')}_${shortHash(path)}`;
  // cdktf knows no ephemeral blocks.
  stack.addOverride('terraform.required_providers.random', { source: 'hashicorp/random', version: '~> 3.7' });
  stack.addOverride(`ephemeral.random_password.${name}`, { length, special: false });
  return Token.asString(ref(`ephemeral.random_password.${name}.result`, stack));
}
